internal import Documents
internal import Evidence
internal import Records

/// `POST /ca/v1/issuers/{issuer}/revocations`: a certificate was revoked elsewhere, and the gates are to know. 201; 404
/// where the registers do not know the certificate, 409 where it was reported before.
struct ReportRevocation: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    let issuer = try gateway.issuer(call)
    try await gateway.authorisation.require(requester, for: issuer, call)
    let now = gateway.clock()
    let revocation = try ReportRevocation.read(call.message.body, at: now)
    let entry: CertificateEntry?
    do { entry = try await gateway.journal.entry(of: revocation.serial) } catch { throw GatewayError(error) }
    guard let entry, entry.issuer == issuer.name else {
      throw .notFound("no certificate of \(issuer.name) has this serial number")
    }
    do {
      try await gateway.journal.revoke(
        revocation, issuer: issuer.name, subjectKey: entry.subjectKey, reportedBy: requester.id, at: now)
    } catch {
      throw GatewayError(error)
    }
    var members: [String: JSONValue] = [
      "schema": .integer(1), "issuer": .string(issuer.name), "serial": .string(revocation.serial.hex),
      "reason": .string(revocation.reason.rawValue), "at": .string(revocation.at.description),
    ]
    if let remote = gateway.remote, let key = entry.subjectKey,
      let ended = await remote.revoked(KnownRevocation(serial: revocation.serial, reason: revocation.reason, key: key))
    {
      members["credential"] = .object(["credentialID": .string(ended.id), "status": .string(ended.status.rawValue)])
    }
    return .created(.object(members))
  }

  private static func read(_ bytes: [UInt8], at now: Instant) throws(GatewayError) -> Revocation {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let at = try fields.required("at", as: .instant)
          guard at <= now else { throw fields.error("at", "lies in the future") }
          return Revocation(
            serial: try fields.required("serial", as: .text("hexadecimal digits") { SerialNumber(hex: $0) }),
            reason: try fields.required("reason", as: .choice), at: at)
        })
    } catch {
      throw .malformed(error)
    }
  }
}

extension Journal {
  /// The register's entry for a serial number: the certificate's, or else the precertificate's.
  func entry(of serial: SerialNumber) async throws(JournalError) -> CertificateEntry? {
    if let found = try await store.certificate(serial, isPrecertificate: false) { return found.entry }
    return try await store.certificate(serial, isPrecertificate: true)?.entry
  }
}
