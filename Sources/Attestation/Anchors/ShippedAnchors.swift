internal import DER
internal import Evidence

/// The anchors that ship with this build: public keys of vendors, with the place where each was published and the digest of
/// the certificate that it was taken from. A new vendor is one list here.
enum ShippedAnchors {
  static let all: [Anchor] = [
    Crypto4AAnchors.all,
    MarvellAnchors.all,
    SecurosysAnchors.all,
    thales,
    tpm,
    yubicoRoots,
    yubicoSubordinates,
  ].flatMap { $0 }
}
