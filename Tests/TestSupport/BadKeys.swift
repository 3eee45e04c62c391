public import DER
import Foundation
public import X509

/// The public keys in the samples of badkeys, whatever they are wrapped in.
public enum BadKeys {
  public static let corpus = "corpora/badkeys"

  public struct NoKey: Error { let file: String }

  public static func key(_ file: String) throws -> SubjectPublicKeyInfo {
    let bytes = try Vectors.bytes("\(corpus)/\(file)")
    let text = String(decoding: bytes, as: UTF8.self)
    if file.hasSuffix(".json") { return try key(jwk: bytes, file) }
    if file.hasSuffix(".dnskey") { return try key(dnssec: text, file) }
    if file.hasPrefix("dkim/") { return try key(dkim: text, file) }
    guard let start = text.range(of: "-----BEGIN ") else {
      return rsa(modulus: hexBytes(text.trimmingCharacters(in: .whitespacesAndNewlines)), exponent: [1, 0, 1])
    }
    guard let block = try PEM.blocks(String(text[start.lowerBound...])).first else { throw NoKey(file: file) }
    switch block.label {
    case "PUBLIC KEY": return try SubjectPublicKeyInfo(der: block.bytes)
    case "RSA PUBLIC KEY": return rsa(block.bytes)
    case "CERTIFICATE": return try Certificate(der: block.bytes).tbsCertificate.subjectPublicKeyInfo
    case "CERTIFICATE REQUEST": return try CertificationRequest(der: block.bytes).subjectPublicKeyInfo
    default: return try TestKey.publicKeyInfo(ofPrivate: block.bytes)
    }
  }

  public static func rsa(modulus: [UInt8], exponent: [UInt8]) -> SubjectPublicKeyInfo {
    var writer = DERWriter()
    writer.write(RSAPublicKey(modulus: modulus, exponent: exponent))
    return rsa(writer.bytes)
  }

  private static func rsa(_ key: [UInt8]) -> SubjectPublicKeyInfo {
    SubjectPublicKeyInfo(
      algorithm: AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null), key: BitString(bytes: key))
  }

  public static func ec(_ curve: ObjectIdentifier, _ point: [UInt8]) -> SubjectPublicKeyInfo {
    var parameters = DERWriter()
    parameters.objectIdentifier(curve)
    return SubjectPublicKeyInfo(
      algorithm: AlgorithmIdentifier(.ecPublicKey, parameters: parameters.bytes), key: BitString(bytes: point))
  }

  private static func edwards(_ key: [UInt8]) -> SubjectPublicKeyInfo {
    SubjectPublicKeyInfo(algorithm: .ed25519, key: BitString(bytes: key))
  }

  private static func key(jwk bytes: [UInt8], _ file: String) throws -> SubjectPublicKeyInfo {
    let members = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String] ?? [:]
    func part(_ name: String) throws -> [UInt8] {
      guard let text = members[name] else { throw NoKey(file: file) }
      let standard = text.replacing("-", with: "+").replacing("_", with: "/")
      return try decoded(standard, file)
    }
    switch (members["kty"], members["crv"]) {
    case ("RSA", _): return rsa(modulus: try part("n"), exponent: try part("e"))
    case ("EC", "P-256"): return ec(.p256, [4] + (try part("x")) + (try part("y")))
    case ("OKP", "Ed25519"): return edwards(try part("x"))
    default: throw NoKey(file: file)
    }
  }

  /// RFC 3110 for RSA, RFC 6605 for P-256.
  private static func key(dnssec text: String, _ file: String) throws -> SubjectPublicKeyInfo {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let bytes = try decoded(words.dropFirst(3).joined(), file)
    guard words.count > 3, words[2] == "8" else { return ec(.p256, [4] + bytes) }
    let isLong = bytes.first == 0
    let header = isLong ? 3 : 1
    let length = isLong ? Int(bytes[1]) << 8 | Int(bytes[2]) : Int(bytes[0])
    return rsa(
      modulus: Array(bytes.dropFirst(header + length)), exponent: Array(bytes.dropFirst(header).prefix(length)))
  }

  private static func key(dkim text: String, _ file: String) throws -> SubjectPublicKeyInfo {
    guard let start = text.range(of: ";p=", options: .backwards) ?? text.range(of: "; p=", options: .backwards) else {
      throw NoKey(file: file)
    }
    let bytes = try decoded(String(text[start.upperBound...]).filter { !$0.isWhitespace && $0 != "\"" }, file)
    return text.contains("k=ed25519") ? edwards(bytes) : try SubjectPublicKeyInfo(der: bytes)
  }

  private static func decoded(_ base64: String, _ file: String) throws -> [UInt8] {
    let padded = base64.filter { $0 != "=" }
    guard let data = Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)) else {
      throw NoKey(file: file)
    }
    return Array(data)
  }
}
