internal import CommandLineTools
internal import Evidence

/// Why a request of the command line came to nothing.
enum ClientError: Error, CustomStringConvertible {
  case usage(UsageError)
  /// A file cannot be read, does not say what it must, or cannot be made.
  case file(FileError)
  /// No answer came. Where a serial is named, the request that uses it may have been carried out.
  case notReached(reason: String, serial: SerialNumber?)
  /// The gateway said no, or could not. The members are those of its problem document.
  case answered(status: Int, problem: JSONValue)
  /// The gates refuse: the answer of an evaluation, or a decision that was looked up.
  case refused(JSONValue)
  /// The answer was lost, and the decision that was looked up has no certificate.
  case notGranted(decision: JSONValue, serial: SerialNumber)
  /// The answer was lost, and the gateway has no decision.
  case neverDecided(serial: SerialNumber)
  /// The answer is not one of this gateway's.
  case notUnderstood(String)

  /// As documented in the tool's help.
  var exitCode: Int32 {
    switch self {
    case .usage, .file: 2
    case .refused: 1
    case .answered(let status, _): status < 500 ? 1 : 3
    case .notReached, .notGranted, .neverDecided, .notUnderstood: 3
    }
  }

  var description: String {
    switch self {
    case .usage(let error): error.description
    case .file(let error): error.description
    case .notReached(let reason, nil): "no answer from the gateway: \(reason)"
    case .notReached(let reason, let serial?):
      "no answer from the gateway: \(reason)\n"
        + "  hint: the request may have been carried out; GET /ca/v1/decisions?serial=\(serial) tells"
    case .answered(let status, let problem):
      ClientError.text("refused (\(status)): \(problem["title"]?.text ?? "no reason given")", problem)
    case .refused(let document): ClientError.text("refused by the gates", document)
    case .notGranted(let decision, let serial):
      ClientError.text("no certificate for serial \(serial): \(decision["status"]?.text ?? "no status")", decision)
    case .neverDecided(let serial):
      "the answer was lost, and the gateway has no decision on serial \(serial)\n"
        + "  hint: nothing was signed; make the request again"
    case .notUnderstood(let what): "the gateway's answer cannot be understood: \(what)"
    }
  }

  /// What a program reads: the answer's own members beside the exit code.
  var json: JSONValue {
    let members: [String: JSONValue] = [
      "result": .string(exitCode == 1 ? "refused" : "failed"), "exitCode": .integer(Int64(exitCode)),
      "error": .string(description), "findings": answer?["findings"] ?? .array([]),
    ]
    return .object(members)
  }

  private var answer: JSONValue? {
    switch self {
    case .answered(_, let document), .refused(let document), .notGranted(let document, _): document
    default: nil
    }
  }

  private static func text(_ headline: String, _ answer: JSONValue) -> String {
    var lines = [Printable.text(headline)]
    let findings = answer["findings"]?.elements ?? []
    if findings.isEmpty, let detail = answer["detail"]?.text { lines.append("  \(Printable.text(detail))") }
    lines += findings.map(FindingText.lines)
    if let decision = (answer["instance"] ?? answer["decisionId"])?.text {
      lines.append("  decision \(Printable.text(decision))")
    }
    return lines.joined(separator: "\n")
  }
}

/// A finding as people read it.
enum FindingText {
  static func lines(_ finding: JSONValue) -> String {
    let member = { (name: String) in Printable.text(finding[name]?.text ?? "?") }
    return """
        \(member("severity")): \(member("rule")) [\(member("clause"))]
          \(member("field")): found \(member("found")); required \(member("required"))
      """
  }
}
