internal import Cryptography
public import Evidence
public import PolicyGates
public import Records
public import TokenPool

/// Signatures that were verified, over the messages of one permit. Nothing but `Signer` makes one.
public struct SignedMessages: Sendable, Hashable {
  public let decision: DecisionID
  public let scheme: SignatureScheme
  public let messages: [[UInt8]]
  /// One for each message, in order.
  public let signatures: [[UInt8]]

  fileprivate init(decision: DecisionID, scheme: SignatureScheme, messages: [[UInt8]], signatures: [[UInt8]]) {
    self.decision = decision
    self.scheme = scheme
    self.messages = messages
    self.signatures = signatures
  }
}

/// The only caller of the token's sign function. It decides nothing: it takes a permit and a receipt and uses them up.
///
/// `RecordedSigner` calls it in the right order; whoever calls it alone must record how the intent ended.
public struct Signer: Sendable {
  private let token: any TokenSigner

  public init(_ token: any TokenSigner) { self.token = token }

  /// Signs the permit's messages and verifies each signature with the permit's public key before returning any.
  ///
  /// - Parameter now: compared with the end of the permit. The caller reads the clock here again, not the gates' `now`.
  public func sign(
    permit: consuming Permit, receipt: consuming Receipt, at now: Instant
  ) async throws(SigningError) -> SignedMessages {
    guard now < permit.expires else { throw .permitExpired(at: permit.expires) }
    if permit.key != receipt.key { throw .receiptDiffers(field: "key") }
    if permit.scheme != receipt.scheme { throw .receiptDiffers(field: "scheme") }
    if permit.messages != receipt.messages { throw .receiptDiffers(field: "messages") }
    if permit.form != receipt.form { throw .receiptDiffers(field: "form") }
    let publicKey = try Signer.publicKey(permit.publicKey, of: permit.key)

    var signatures: [[UInt8]] = []
    for (index, message) in permit.messages.enumerated() {
      let signature: [UInt8]
      do {
        signature = try await token.sign(
          key: permit.key, scheme: permit.scheme, message: message, form: permit.form)
      } catch {
        throw .token(error, message: index)
      }
      // An error of the check counts like a mismatch: what could not be verified is not released.
      let isGood = try? publicKey.verify(
        signature: signature, over: message, scheme: permit.scheme, form: permit.form)
      guard isGood == true else { throw .incident(message: index) }
      signatures.append(signature)
    }
    return SignedMessages(
      decision: receipt.decision, scheme: permit.scheme, messages: permit.messages, signatures: signatures)
  }

  private static func publicKey(_ spki: [UInt8], of key: KeyIdentity) throws(SigningError) -> PublicKey {
    do {
      let publicKey = try PublicKey(spki: spki)
      guard publicKey.facts.spkiSHA256 == key.spkiSHA256 else { throw SigningError.publicKeyDiffers }
      return publicKey
    } catch let error as CryptographyError {
      throw .publicKeyUnusable(error)
    } catch {
      throw .publicKeyDiffers
    }
  }
}
