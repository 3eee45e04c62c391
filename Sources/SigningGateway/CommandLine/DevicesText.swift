internal import CommandLineTools
internal import Evidence

/// The gateway's answers about devices, as people read them.
enum DevicesText {
  static func imported(_ answer: JSONValue) -> [String] {
    guard answer["result"]?.text == "proposed" else {
      return ["the register in effect says the same; nothing was recorded"]
    }
    return difference(answer["difference"]) + (answer["approval"].map(ApprovalText.lines) ?? [])
  }

  static func list(_ answer: JSONValue) -> [String] {
    var lines = [register(answer["register"])]
    for device in answer["devices"]?.elements ?? [] {
      let state = device["lost"]?.text.map { "LOST (\($0))" } ?? "\(text(device["status"])), \(days(device)) left"
      lines.append(
        "\(text(device["id"]))  \(text(device["vendor"])) \(text(device["model"])), \(text(device["kind"]))"
          + "\(device["demo"] == .bool(true) ? ", demo" : "")")
      lines.append("  \(state), ends \(text(device["expires"])); \(count(device["certificates"])) in use")
    }
    for device in answer["removed"]?.elements ?? [] {
      lines.append("\(text(device["id"]))  not in the register; \(count(device["certificates"])) in use")
    }
    if let proposed = answer["proposed"], let approval = proposed["approval"] {
      lines.append("proposed by \(text(proposed["proposedBy"])) at \(text(proposed["at"])):")
      lines += difference(proposed["difference"]) + ApprovalText.lines(approval)
    }
    return lines
  }

  static func device(_ answer: JSONValue) -> [String] {
    var lines = [text(answer["id"])]
    if let device = answer["device"] { lines += fields(device, "") }
    lines.append("  days left: \(number(answer["daysLeft"]))")
    if let loss = answer["lost"]?.text {
      lines.append("  LOST (\(Printable.text(loss))), on record since \(since(answer))")
    }
    lines.append("  \(count(answer["certificates"])) in use")
    return lines + (answer["entries"]?.elements ?? []).map { "    \(reference($0))" }
  }

  static func work(_ answer: JSONValue) -> [String] {
    let entries = (answer["entries"]?.elements ?? []).flatMap { entry -> [String] in
      let overdue = entry["overdue"] == .bool(true) ? "OVERDUE since" : "revoke by"
      let rules = (entry["rules"]?.elements ?? []).map { "    \(text($0))" }
      return [
        "\(overdue) \(text(entry["due"])): \(reference(entry))",
        "  device \(text(entry["device"])): \(text(entry["cause"])) (\(text(entry["since"])))",
      ] + rules
    }
    return entries + ["\(number(answer["due"])) to revoke, \(number(answer["overdue"])) overdue"]
  }

  static func appraised(_ answer: JSONValue) -> [String] {
    let keys = (answer["keys"]?.elements ?? []).flatMap { key -> [String] in
      let verdict = key["verdict"]?.text == "admit" ? "admitted again" : "REFUSED now"
      return ["\(verdict): \(reference(key))"] + (key["findings"]?.elements ?? []).map(FindingText.lines)
    }
    let sum =
      "\(number(answer["done"])) keys appraised, \(number(answer["changed"])) changed, "
      + "\(number(answer["refused"])) refused; record \(number(answer["record"]))"
    return keys + [sum]
  }

  static func number(_ value: JSONValue?) -> String {
    if case .integer(let number)? = value { String(number) } else { "?" }
  }

  // MARK: - Parts

  private static func register(_ register: JSONValue?) -> String {
    guard let register, register["source"]?.text == "import" else {
      return "register of the configuration"
    }
    return "register sha-256:\(text(register["digest"])), in effect since \(text(register["since"])), approved by "
      + ApprovalText.names(register["approvedBy"])
  }

  private static func difference(_ difference: JSONValue?) -> [String] {
    let added = (difference?["added"]?.elements ?? []).map { "+ \(text($0))" }
    let removed = (difference?["removed"]?.elements ?? []).map { "- \(text($0))" }
    let changed = (difference?["changed"]?.elements ?? []).map { change in
      "~ \(text(change["device"])) \(text(change["field"])): "
        + "\(change["old"]?.text.map(Printable.text) ?? "none") -> \(change["new"]?.text.map(Printable.text) ?? "none")"
    }
    return added + removed + changed
  }

  private static func fields(_ value: JSONValue, _ path: String) -> [String] {
    guard case .object(let members) = value else {
      let shown = value.text ?? String(decoding: value.canonicalBytes(), as: UTF8.self)
      return ["  \(Printable.text(path)): \(Printable.text(shown))"]
    }
    return members.sorted { $0.key < $1.key }.flatMap { fields($1, path.isEmpty ? $0 : "\(path).\($0)") }
  }

  private static func reference(_ entry: JSONValue) -> String {
    let subject = entry["subject"]?.text.map(Printable.text) ?? "unnamed"
    return "\(text(entry["issuer"])) \(text(entry["serial"])), subject \(subject)"
  }

  private static func days(_ device: JSONValue) -> String { "\(number(device["daysLeft"])) days" }

  private static func since(_ answer: JSONValue) -> String {
    answer["lostSince"]?.text.map(Printable.text) ?? "not yet"
  }

  private static func count(_ value: JSONValue?) -> String {
    value == .integer(1) ? "1 certificate" : "\(number(value)) certificates"
  }

  private static func text(_ value: JSONValue?) -> String { ApprovalText.text(value) }
}
