/// Why a token could not be used. An error of the module names the function and the code.
public enum PKCS11Error: Error, Sendable, Hashable {
  /// The shared library cannot be loaded, or is no PKCS#11 module.
  case load(path: String, reason: String)
  /// The module's function list has no such function.
  case missingFunction(String)
  case failed(function: String, code: ReturnValue)
  /// A PKCS#11 URI cannot be read, or says what is not taken here.
  case uri(String, problem: String)
  /// No token, or more than one, fits; `seen` names all that are there.
  case token(wanted: String, problem: String, seen: [String])
  /// The module answered what the standard does not allow.
  case unusableAnswer(function: String, problem: String)
  /// A PIN file cannot be used.
  case pin(file: String, problem: String)

  /// The module's code, where it gave one.
  public var code: ReturnValue? {
    if case .failed(_, let code) = self { code } else { nil }
  }
}

extension PKCS11Error: CustomStringConvertible {
  public var description: String {
    switch self {
    case .load(let path, let reason): "cannot load the PKCS#11 module \(path): \(reason)"
    case .missingFunction(let name): "the module has no \(name)"
    case .failed(let function, let code):
      "\(function) returned \(code)" + (code.hint.map { "; \($0)" } ?? "")
    case .uri(let text, let problem): "PKCS#11 URI \(text): \(problem)"
    case .token(let wanted, let problem, let seen):
      "token \(wanted): \(problem); tokens seen: \(seen.isEmpty ? "none" : seen.joined(separator: ", "))"
    case .unusableAnswer(let function, let problem): "\(function) gave an unusable answer: \(problem)"
    case .pin(let file, let problem): "PIN file \(file): \(problem)"
    }
  }
}
