public import Evidence
internal import DER
internal import Documents
internal import X509

/// What a client asks a signatory to authorise: the CSC parameters of the authorization endpoint, or one entry of
/// `authorization_details` (RFC 9396).
public struct CredentialRequest: Sendable, Hashable {
  public struct Hash: Sendable, Hashable {
    public let digest: Digest
    /// What the client calls the document; shown to the signatory.
    public let label: String?

    public init(_ digest: Digest, label: String? = nil) {
      self.digest = digest
      self.label = label
    }
  }

  /// At least one of the two is there.
  public let credentialID: String?
  public let signatureQualifier: String?
  public let numSignatures: Int
  /// As many as signatures, or none at all: whether a credential wants them is for the service to say.
  public let hashes: [Hash]

  static let mostHashes = 1000
  private static let longestName = 255

  /// The parameters; `hashes` may come as an empty text, which is none. CSC 1.0.4 calls them `hash` and names no algorithm, which
  /// follows from the length of the first; all are as long.
  init(_ form: FormBody, ofCSC1: Bool) throws(OAuthError) {
    credentialID = try form.optional("credentialID", limit: CredentialRequest.longestName)
    signatureQualifier = try form.optional("signatureQualifier", limit: CredentialRequest.longestName)
    guard credentialID != nil || signatureQualifier != nil else { throw .missing("credentialID") }
    let number = try form.required("numSignatures", limit: 10)
    guard let count = Int(number), "\(count)" == number, count >= 1 else { throw .invalid("numSignatures") }
    numSignatures = count
    let old = ofCSC1 ? try form.optional("hash", limit: FormBody.longestBody) : nil
    guard let list = try form.optional("hashes", limit: FormBody.longestBody) ?? old else {
      hashes = []
      return
    }
    // Both at once: the signatory could be shown one and sign the other.
    guard old == nil || form["hashes"] == nil else { throw .invalid("hash") }
    var algorithm: HashAlgorithm?
    if old == nil || form["hashAlgorithmOID"] != nil {
      algorithm = HashOID.algorithm(try form.required("hashAlgorithmOID", limit: 64))
      guard algorithm != nil else { throw .invalid("hashAlgorithmOID") }
    }
    let texts = list.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let decoded = texts.compactMap { EitherBase64.decode($0) }
    algorithm = algorithm ?? decoded.first.flatMap { HashOID.algorithm(length: $0.count) }
    let digests = decoded.compactMap { bytes in algorithm.flatMap { Digest(algorithm: $0, bytes: bytes) } }
    guard digests.count == texts.count, texts.count <= CredentialRequest.mostHashes else {
      throw .invalid(old == nil ? "hashes" : "hash")
    }
    guard digests.count == count else { throw .invalid("numSignatures") }
    hashes = digests.map { Hash($0) }
  }

  /// The types that stand for a credential: CSC 2.0's and 2.2's.
  static let detailTypes = ["credential", "https://cloudsignatureconsortium.org/2025/credential"]

  /// `authorization_details`: an array of one entry; one shipped client sends the entry alone.
  init(details text: String) throws(OAuthError) {
    guard
      let document = try? Document(
        json: Array(text.utf8), limits: DocumentLimits(bytes: FormBody.longestBody, depth: 8))
    else { throw .details }
    var entry = document
    if case .array(let entries) = document.value {
      guard entries.count == 1, let first = entries.first else { throw .details }
      entry = first
    }
    guard let object = JSONObject(entry), let type = object.string("type"),
      CredentialRequest.detailTypes.contains(type)
    else { throw .details }
    try self.init(entry: object, isLater: type != CredentialRequest.detailTypes[0])
  }

  /// `isLater`: of 2.2, which has `numSignatures`, and says of each hash what it is a hash of.
  private init(entry: JSONObject, isLater: Bool) throws(OAuthError) {
    let known: Set<String> = [
      "type", "credentialID", "signatureQualifier", "documentDigests", "hashAlgorithmOID", "locations", "numSignatures",
    ]
    guard entry.names.isSubset(of: known) else { throw .details }
    credentialID = try CredentialRequest.name(entry, "credentialID")
    signatureQualifier = try CredentialRequest.name(entry, "signatureQualifier")
    guard credentialID != nil || signatureQualifier != nil else { throw .details }
    guard let oid = entry.string("hashAlgorithmOID"), let algorithm = HashOID.algorithm(oid),
      let digests = entry.array("documentDigests"), (1...CredentialRequest.mostHashes).contains(digests.count)
    else { throw .details }
    var hashes: [Hash] = []
    for digest in digests { hashes.append(try CredentialRequest.hash(digest, algorithm)) }
    self.hashes = hashes
    let number = entry.has("numSignatures") ? entry.integer("numSignatures") : isLater ? nil : Int64(hashes.count)
    guard number == Int64(hashes.count) else { throw .details }
    numSignatures = hashes.count
  }

  private static func hash(_ document: Document, _ algorithm: HashAlgorithm) throws(OAuthError) -> Hash {
    guard let entry = JSONObject(document), let text = entry.string("hash"), let bytes = Base64.decode(text),
      let digest = Digest(algorithm: algorithm, bytes: bytes)
    else { throw .details }
    // SDR and SODR are hashes of documents; what is signed here is the hash of the data to be signed.
    guard !entry.has("hashType") || entry.string("hashType") == "DTBSR" else { throw .details }
    guard entry.has("label") else { return Hash(digest) }
    guard let label = entry.string("label"), label.unicodeScalars.count <= 500 else { throw .details }
    return Hash(digest, label: label)
  }

  private static func name(_ entry: JSONObject, _ member: String) throws(OAuthError) -> String? {
    guard entry.has(member) else { return nil }
    guard let text = entry.string(member), text.utf8.count <= longestName else { throw .details }
    return text
  }

  /// The entry for the token's answer, in the later type.
  var details: JSONValue {
    var members: [String: JSONValue] = [
      "type": .string(CredentialRequest.detailTypes[1]), "numSignatures": .integer(Int64(numSignatures)),
      "documentDigests": .array(
        hashes.map { hash in
          var entry: [String: JSONValue] = ["hash": .string(Base64.encode(hash.digest.bytes))]
          if let label = hash.label { entry["label"] = .string(label) }
          return .object(entry)
        }),
    ]
    if let credentialID { members["credentialID"] = .string(credentialID) }
    if let signatureQualifier { members["signatureQualifier"] = .string(signatureQualifier) }
    if let algorithm = hashes.first?.digest.algorithm { members["hashAlgorithmOID"] = .string(HashOID.text(algorithm)) }
    return .array([.object(members)])
  }
}

/// SHA-256, SHA-384 and SHA-512 by identifier.
enum HashOID {
  private static let table: [(algorithm: HashAlgorithm, oid: ObjectIdentifier)] = [
    (.sha256, .sha256), (.sha384, .sha384), (.sha512, .sha512),
  ]

  static func algorithm(_ text: String) -> HashAlgorithm? { table.first { "\($0.oid)" == text }?.algorithm }

  /// The three differ in length.
  static func algorithm(length: Int) -> HashAlgorithm? { table.first { $0.algorithm.byteCount == length }?.algorithm }

  static func text(_ algorithm: HashAlgorithm) -> String {
    table.first { $0.algorithm == algorithm }.map { "\($0.oid)" } ?? algorithm.rawValue
  }
}

/// The parameter `hashes` alone may come in either alphabet, padded or not: clients differ (reference, 1).
enum EitherBase64 {
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    let standard = text.map { byte in
      byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
    }
    guard !standard.isEmpty else { return nil }
    return Base64.decode(standard + [UInt8](repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
  }
}
