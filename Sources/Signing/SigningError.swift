public import Cryptography
public import Evidence
public import Records
public import TokenPool

/// Why nothing was signed, or why what was signed is not released.
public enum SigningError: Error, Sendable, Hashable {
  /// The permit's time is over; the gates must decide again.
  case permitExpired(at: Instant)
  /// The permit and the intent on record differ in this member.
  case receiptDiffers(field: String)
  /// The permit's public key is not the one that its key identity names.
  case publicKeyDiffers
  /// The permit's public key cannot verify signatures of its scheme, so none is asked for.
  case publicKeyUnusable(CryptographyError)
  /// The token gave no signature over message `message`, counted from 0.
  case token(TokenPoolError, message: Int)
  /// What the token returned does not verify with the key's public half. Message `message`, counted from 0.
  case incident(message: Int)
  /// The intent, or the outcome, is not on record.
  case journal(JournalError)
  /// The signed object could not be put together from good signatures.
  case assembly(String)
}

extension SigningError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .permitExpired(let time): "the permit ended at \(time); send the request again"
    case .receiptDiffers(let field): "permit and recorded intent differ in \(field); nothing was signed"
    case .publicKeyDiffers: "the permit's public key is not the one its key identity names; nothing was signed"
    case .publicKeyUnusable(let error): "signatures of this key could not be verified (\(error)); nothing was signed"
    case .token(let error, _): error.description
    case .incident(let message):
      "the signature over message \(message) does not verify with the key's public half; nothing is released"
    case .journal(let error): error.description
    case .assembly(let reason): "the signed object could not be put together: \(reason)"
    }
  }
}
