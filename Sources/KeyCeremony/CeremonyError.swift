/// Why a ceremony, or a token's initialisation, does not go on.
public struct CeremonyError: Error, Sendable, Hashable {
  /// What kind of trouble it is; the tool's exit code follows from it.
  public enum Kind: Sendable, Hashable {
    /// The input is understood, and must not be carried out.
    case refused
    /// The command line or an input file cannot be read.
    case usage
    case token
    /// The transcript or an output could not be made durable.
    case store
  }

  public let kind: Kind
  public let message: String
  /// What to do about it; nil where there is nothing useful to say.
  public let hint: String?
  /// The screen has said it already: only the exit code is left.
  var isTold = false

  public init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// 1 refused, 2 usage or unreadable input, 3 token, 4 store.
  public var exitCode: Int32 {
    switch kind {
    case .refused: 1
    case .usage: 2
    case .token: 3
    case .store: 4
    }
  }
}

extension CeremonyError: CustomStringConvertible {
  public var description: String { hint.map { "\(message)\n  hint: \($0)" } ?? message }
}

/// One thing that is wrong with a script, or with what it finds. A check collects all of them.
public struct Problem: Sendable, Hashable {
  /// The member of the script, such as `steps[1].output.certificate`.
  public let path: String
  public let message: String

  public init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }
}

extension Problem: CustomStringConvertible {
  public var description: String { "\(path): \(message)" }
}
