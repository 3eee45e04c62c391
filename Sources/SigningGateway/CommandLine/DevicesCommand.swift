internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Glibc

/// `signing-gateway devices import|list|show|work-list|reappraise`: the register of certified devices of a running gateway,
/// as one of its operators.
struct DevicesCommand {
  let screen: Screen

  private static let path = "/operator/v1/devices"

  /// Runs, reports, and returns the exit code.
  func execute(_ verb: Verb, _ arguments: Arguments) -> Int32 {
    do throws(ClientError) {
      switch verb.name {
      case DevicesCommand.importVerb.name: return try importRegister(arguments)
      case DevicesCommand.showVerb.name: return try show(arguments)
      case DevicesCommand.workVerb.name: return try workList(arguments)
      case DevicesCommand.reappraiseVerb.name: return try reappraise(arguments)
      default: return try list(arguments)
      }
    } catch {
      if arguments.has("--json") { screen.print(error.json) } else { screen.complain("signing-gateway: \(error)") }
      return error.exitCode
    }
  }

  private func importRegister(_ arguments: Arguments) throws(ClientError) -> Int32 {
    let path = arguments.operands.first ?? ""
    let content = try CertificateOrder.read(path)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw .file(FileError(path: path, problem: "is not UTF-8"))
    }
    let answer = try GatewayConnection(arguments).post(
      "\(DevicesCommand.path)/imports", .object(["schema": .integer(1), "document": .string(text)]))
    // What two operators approve is what was read here, whatever the gateway says.
    guard answer["digest"]?.text == Hash.digest(content).hex else {
      throw .notUnderstood("the digest of another document than \(path)")
    }
    if arguments.has("--json") { screen.print(answer) } else { DevicesText.imported(answer).forEach(screen.say) }
    return 0
  }

  private func list(_ arguments: Arguments) throws(ClientError) -> Int32 {
    let answer = try GatewayConnection(arguments).get(DevicesCommand.path)
    if arguments.has("--json") { screen.print(answer) } else { DevicesText.list(answer).forEach(screen.say) }
    return 0
  }

  private func show(_ arguments: Arguments) throws(ClientError) -> Int32 {
    let id = arguments.operands.first ?? ""
    guard Route.isName(id) else { throw .usage(arguments.misuse("\(id) is no device's id")) }
    let answer = try GatewayConnection(arguments).get("\(DevicesCommand.path)/\(id)")
    if arguments.has("--json") { screen.print(answer) } else { DevicesText.device(answer).forEach(screen.say) }
    return 0
  }

  private func workList(_ arguments: Arguments) throws(ClientError) -> Int32 {
    let answer = try GatewayConnection(arguments).get("\(DevicesCommand.path)/work")
    guard case .integer(let overdue)? = answer["overdue"] else { throw .notUnderstood("expected a work list") }
    if arguments.has("--json") { screen.print(answer) } else { DevicesText.work(answer).forEach(screen.say) }
    return overdue == 0 ? 0 : 1
  }

  /// Asks once a second how far it is: the gateway does it in the background.
  private func reappraise(_ arguments: Arguments) throws(ClientError) -> Int32 {
    let gateway = try GatewayConnection(arguments)
    var answer = try gateway.post("\(DevicesCommand.path)/reappraise", .object([:]))
    var shown = ""
    while answer["state"]?.text == "running" {
      let line = "\(DevicesText.number(answer["done"])) of \(DevicesText.number(answer["total"]))"
      if line != shown, !arguments.has("--json") { screen.say(line) }
      shown = line
      sleep(1)
      answer = try gateway.get("\(DevicesCommand.path)/reappraise")
    }
    guard answer["state"]?.text == "done" else {
      let problem = answer["problem"]?.text ?? "no reason given"
      throw .notReached(reason: "the appraisal did not end: \(problem)", serial: nil)
    }
    if arguments.has("--json") { screen.print(answer) } else { DevicesText.appraised(answer).forEach(screen.say) }
    return answer["refused"] == .integer(0) ? 0 : 1
  }
}

extension DevicesCommand {
  static let verbs = [importVerb, listVerb, showVerb, workVerb, reappraiseVerb]

  static let importVerb = Verb(
    name: "devices import", summary: "propose a register of certified devices", operands: ["FILE"],
    options: GatewayConnection.options + [.json],
    description: """
      Sends FILE, a whole register in YAML or JSON, to a running gateway, and prints what it
      would change and its SHA-256. It takes effect, without a new start, when two operators
      have approved that digest ('approve --subject devices'); the other one computes it on
      a copy of the file that was reviewed. A register that says what the one in effect
      says changes nothing and is not recorded.
      """)

  static let listVerb = Verb(
    name: "devices list", summary: "list the certified devices in effect", options: GatewayConnection.options + [.json],
    description: """
      Prints where the register in effect comes from, a line for each device with its status
      and the days left, and the import that waits for approval.
      """)

  static let showVerb = Verb(
    name: "devices show", summary: "show a device and what rests on it", operands: ["ID"],
    options: GatewayConnection.options + [.json],
    description: """
      Prints everything that the register in effect says of the device, the days left, and
      the certificates in use whose keys it holds: those neither revoked nor expired.
      """)

  static let workVerb = Verb(
    name: "devices work-list", summary: "list what must be revoked because of a device",
    options: GatewayConnection.options + [.json],
    description: """
      Prints each certificate whose device lost its certification, or whose key the origin
      gate refuses when appraised again, with the end of the time to revoke it. An entry
      goes when its revocation is on record or the certificate expires. Exit code 1 where
      one is overdue.
      """)

  static let reappraiseVerb = Verb(
    name: "devices reappraise", summary: "appraise every certified key again",
    options: GatewayConnection.options + [.json],
    description: """
      Has the gateway judge the origin of every key with a certificate in use again, from
      the evidence on record, with the anchors, advisories and devices of now. Prints how
      far it is, then each key whose verdict changed with its findings, and puts the keys
      that are refused on the work list. Exit code 1 where a key is refused.
      """)
}
