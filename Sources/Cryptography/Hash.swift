internal import COpenSSL
public import Evidence

/// SHA-2 and SHA-3 over libcrypto.
public enum Hash {
  /// The digest of bytes that are all at hand. The corresponding C function is `EVP_Digest`.
  public static func digest(_ bytes: [UInt8], _ algorithm: HashAlgorithm = .sha256) -> Digest {
    var output = [UInt8](repeating: 0, count: algorithm.byteCount)
    let done = EVP_Digest(bytes, bytes.count, &output, nil, algorithm.evp.pointer, nil)
    guard done == 1, let digest = Digest(algorithm: algorithm, bytes: output) else {
      preconditionFailure("libcrypto cannot compute \(algorithm.rawValue): \(CryptographyError.library("EVP_Digest"))")
    }
    return digest
  }
}

/// A digest over bytes that arrive in parts. The corresponding C functions are `EVP_DigestInit_ex2` and on.
public struct IncrementalHash: ~Copyable {
  private let algorithm: HashAlgorithm
  private let context: OpaquePointer

  public init(_ algorithm: HashAlgorithm = .sha256) {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, algorithm.evp.pointer, nil) == 1 else {
      preconditionFailure(
        "libcrypto cannot begin \(algorithm.rawValue): \(CryptographyError.library("EVP_DigestInit_ex2"))")
    }
    self.algorithm = algorithm
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: [UInt8]) {
    precondition(EVP_DigestUpdate(context, bytes, bytes.count) == 1, "libcrypto cannot go on with a digest")
  }

  public consuming func finish() -> Digest {
    var output = [UInt8](repeating: 0, count: algorithm.byteCount)
    guard EVP_DigestFinal_ex(context, &output, nil) == 1, let digest = Digest(algorithm: algorithm, bytes: output)
    else {
      preconditionFailure(
        "libcrypto cannot end \(algorithm.rawValue): \(CryptographyError.library("EVP_DigestFinal_ex"))")
    }
    return digest
  }
}

/// An `EVP_MD` that was fetched once: a fetch by name for each digest would cost more than a short digest itself.
struct FetchedDigest: @unchecked Sendable {
  // Immutable after the fetch and never freed; libcrypto lets any thread use it (openssl-threads(7)).
  let pointer: OpaquePointer

  init(_ name: String) {
    guard let pointer = EVP_MD_fetch(nil, name, nil) else {
      preconditionFailure("libcrypto has no \(name): check that its default provider is loaded")
    }
    self.pointer = pointer
  }
}

extension HashAlgorithm {
  private static let fetched = (
    sha256: FetchedDigest("SHA2-256"), sha384: FetchedDigest("SHA2-384"), sha512: FetchedDigest("SHA2-512"),
    sha3_256: FetchedDigest("SHA3-256"), sha3_384: FetchedDigest("SHA3-384"), sha3_512: FetchedDigest("SHA3-512")
  )

  var evp: FetchedDigest {
    switch self {
    case .sha256: Self.fetched.sha256
    case .sha384: Self.fetched.sha384
    case .sha512: Self.fetched.sha512
    case .sha3_256: Self.fetched.sha3_256
    case .sha3_384: Self.fetched.sha3_384
    case .sha3_512: Self.fetched.sha3_512
    }
  }
}
