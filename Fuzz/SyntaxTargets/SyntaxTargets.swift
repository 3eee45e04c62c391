public import FuzzSupport

/// The readers of X.690, RFC 7468, RFC 5280, RFC 6960 and RFC 2986.
public enum Syntax {
  public static let all = [der, pem, certificate, extensionValue, request, certificateList, ocspResponse]
}
