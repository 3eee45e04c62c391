internal import Cryptography
internal import Evidence
public import FuzzSupport
internal import KeyCeremony
internal import PKCS11
internal import SigningGateway

/// The readers of what clients send and of what operators write.
public enum GatewayReaders {
  public static let all = [body, configuration, script, uri]

  /// The body of a request for a certificate.
  static let body = FuzzTarget("body") { input throws(BrokenPromise) in
    let request: SigningRequest
    do throws(GatewayError) { request = try CertificateRequestBody.read(input, issuer: "issuer") } catch {
      guard case .malformed(let field, let problem) = error else { throw BrokenPromise("refused as \(error)") }
      try promise(!field.isEmpty && !problem.isEmpty, "the refusal names no field or problem")
      return false
    }
    for kept in [request.application, request.attestation ?? request.application] {
      try promise(JSONValue(canonical: kept) != nil, "the record's reader refuses what would be kept")
    }
    return true
  }

  /// The gateway's configuration, without the files that it names.
  static let configuration = FuzzTarget("configuration") { input throws(BrokenPromise) in
    do throws(ConfigurationError) { try Configuration.check(input) } catch {
      try promise(!error.problem.isEmpty, "the refusal names no problem")
      return false
    }
    return true
  }

  /// The script of a ceremony.
  static let script = FuzzTarget("script") { input throws(BrokenPromise) in
    let script: Script
    do throws(CeremonyError) { script = try Script(yaml: input) } catch {
      _ = "\(error)"
      return false
    }
    try promise(script.sha256 == Hash.digest(input), "the digest is not that of the text")
    return true
  }

  /// The address of a token.
  static let uri = FuzzTarget("uri") { input throws(BrokenPromise) in
    guard let text = String(validating: input, as: UTF8.self) else { return false }
    do throws(PKCS11Error) { _ = try PKCS11URI(text) } catch {
      _ = "\(error)"
      return false
    }
    return true
  }
}
