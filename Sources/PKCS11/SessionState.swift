internal import CCryptoki

extension Session {
  /// Whether this process is logged in on the session's token, by whichever session.
  /// The corresponding C function is `C_GetSessionInfo`.
  public func isLoggedIn() throws(PKCS11Error) -> Bool {
    var info = CK_SESSION_INFO()
    try module.call("C_GetSessionInfo", module.functions.C_GetSessionInfo) { $0(handle, &info) }
    return info.state != CK_STATE(CKS_RO_PUBLIC_SESSION) && info.state != CK_STATE(CKS_RW_PUBLIC_SESSION)
  }
}
