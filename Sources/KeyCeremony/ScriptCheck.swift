internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

/// Checks a script as far as it goes without a token, and keeps what it settled for the steps.
struct ScriptCheck {
  let script: Script
  /// The folder that relative paths begin at.
  let folder: String
  let now: Instant
  private(set) var problems: [Problem] = []
  /// Drafts of certificates by the step that makes them.
  var drafts: [String: CertificateDraft] = [:]
  /// Certificates of issuers from files, by the step that names them.
  var issuers: [String: DraftIssuer] = [:]
  /// Keys that are not on the tokens, by the step that certifies them.
  var elsewhere: [String: DraftKey] = [:]
  /// For such keys: the certificates that they have, and the requests that they signed, by step.
  var existingCertificates: [String: Certificate] = [:]
  var requests: [String: [UInt8]] = [:]
  /// Drafts of lists and answers by the step that makes them.
  var lists: [String: ListDraft] = [:]
  var answers: [String: AnswerDraft] = [:]
  /// What the certificates of steps will be, with placeholders for keys that are not made yet.
  var provisional: [String: TBSCertificate] = [:]
  /// Warnings and notices of the gates; errors are problems.
  var remarks: [Finding] = []
  /// Steps of an interrupted run that are done, or have begun: their outputs may be there.
  private let begun: Set<String>
  /// In a rehearsal stand-ins take the place of what others bring.
  let isRehearsal: Bool
  private var outputs: [String: String] = [:]
  private var step = ""
  private var stepID = ""

  /// Runs every check and collects what is wrong.
  ///
  /// - Parameters:
  ///   - now: the time that the certificates begin at, where the script says `now`.
  ///   - begun: ids of the steps that an interrupted run began.
  init(_ script: Script, folder: String, now: Instant, begun: Set<String> = [], isRehearsal: Bool = false) {
    self.script = script
    self.folder = folder
    self.now = now
    self.begun = begun
    self.isRehearsal = isRehearsal
    for (index, token) in script.tokens.enumerated() {
      checkToken(token, at: script.tokens.count == 1 ? "token" : "tokens[\(index)]")
    }
    for (index, one) in script.steps.enumerated() {
      step = "steps[\(index)]"
      stepID = one.id
      one.check(&self)
    }
  }

  func path(_ name: String) -> String {
    isRehearsal ? FilePath.rehearsed(name, in: folder) : FilePath.resolve(name, in: folder)
  }

  mutating func problem(_ member: String, _ message: String) {
    problems.append(Problem("\(step).\(member)", message))
  }

  /// An output file: absent, in a folder that can be written to, and of one step only.
  mutating func claimOutput(_ member: String, _ name: String) {
    let path = path(name)
    if let other = outputs[path] { return problem(member, "\"\(name)\" is written by \(other) already") }
    outputs[path] = "\(step).\(member)"
    if begun.contains(stepID), FilePath.exists(path) {
      return
    } else if FilePath.exists(path) {
      problem(member, "\"\(path)\" exists, and nothing is overwritten: move it away or name another")
    } else if !FilePath.canCreateFiles(in: FilePath.folder(of: path)) {
      problem(member, "the folder of \"\(path)\" does not exist or cannot be written to")
    }
  }

  /// Every file that a step writes.
  var claimedOutputs: Set<String> { Set(outputs.keys) }

  /// Whether a step so far writes this file.
  func isOutput(_ name: String) -> Bool { outputs[path(name)] != nil }

  private mutating func checkToken(_ token: TokenChoice, at member: String) {
    if !FilePath.exists(token.module) {
      problems.append(Problem("\(member).module", "\"\(token.module)\" does not exist"))
    }
    for person in token.pin.custodians where script.people[person] == nil {
      problems.append(Problem("\(member).halves", "there is nobody \"\(person)\" among the people"))
    }
    for name in token.pin.files {
      do throws(CeremonyError) {
        _ = try PINFile.read(path(name))
      } catch {
        problems.append(Problem("\(member).\(token.pin.isDualControl ? "halves" : "pin-file")", error.description))
      }
    }
  }

  /// The people that a step names as custodians.
  mutating func requirePeople(_ member: String, _ ids: [String]) {
    for id in ids where script.people[id] == nil { problem(member, "there is nobody \"\(id)\" among the people") }
  }

  /// Files with PINs that a step names.
  mutating func requirePINs(_ member: String, _ choice: PINChoice?) {
    guard let choice else { return }
    requirePeople(member, choice.custodians)
    for name in choice.files {
      do throws(CeremonyError) { _ = try PINFile.read(path(name)) } catch { problem(member, error.description) }
    }
  }
}
