internal import Applications
internal import Evidence
internal import Records

/// `GET /operator/v1/devices`: the register of certified devices in effect, and the import that waits, if one does.
struct ListDevices: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.authorisation.operator(of: call)
    let now = gateway.clock()
    let inEffect: DeviceRegister.InEffect
    let counts: [String: Int]
    do {
      inEffect = try await gateway.devices.register.inEffect()
      counts = try await gateway.store.certifiedDevices(at: now)
    } catch {
      throw GatewayError(error)
    }
    let records = inEffect.document.records.sorted { $0.id < $1.id }
    let known = Set(records.map(\.id))
    return .found(
      .object([
        "schema": .integer(1), "register": inEffect.json, "proposed": await proposed(inEffect),
        "devices": .array(records.map { $0.summary(certificates: counts[$0.id] ?? 0, at: now) }),
        "removed": .array(
          counts.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map { id, count in
            .object(["id": .string(id), "certificates": .integer(Int64(clamping: count))])
          }),
      ]))
  }

  private func proposed(_ inEffect: DeviceRegister.InEffect) async -> JSONValue {
    guard let proposal = await gateway.devices.proposal, proposal.digest != inEffect.identity else { return .null }
    return .object([
      "digest": .string(proposal.digest.hex), "proposedBy": .string(proposal.proposer),
      "at": .string(proposal.at.description), "difference": proposal.difference,
      "approval": gateway.changes.json(.devices, proposal.digest),
    ])
  }
}

/// `GET /operator/v1/devices/{id}`: one device with all that its record says, and the certificates that rest on it.
struct ShowDevice: Endpoint {
  let gateway: Gateway

  /// Certificates of one answer; `after` asks for those after a serial number.
  private static let most = 1000

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.authorisation.operator(of: call)
    let (id, now) = (call["id"], gateway.clock())
    let after = try ShowDevice.after(call.message.target.query)
    let record: DeviceRecord?
    let count: Int
    let entries: [CertificateEntry]
    do {
      record = try await gateway.devices.register.inEffect().document.records.first { $0.id == id }
      count = try await gateway.store.certifiedDevices(at: now)[id] ?? 0
      entries = try await gateway.store.certificates(ofDevice: id, at: now, after: after, limit: ShowDevice.most)
    } catch {
      throw GatewayError(error)
    }
    guard record != nil || count > 0 else { throw .notFound("the register has no such device, and no certificate") }
    let loss = record.map { $0.loss(at: now) } ?? .removed
    return .found(
      .object([
        "schema": .integer(1), "id": .string(id), "device": record?.json ?? .null,
        "lost": .optional(loss?.rawValue), "lostSince": .optional(await gateway.devices.losses[id]?.at.description),
        "daysLeft": record.map { .integer($0.daysLeft(at: now)) } ?? .null,
        "certificates": .integer(Int64(clamping: count)), "entries": .array(entries.map { .object($0.reference) }),
      ]))
  }

  private static func after(_ query: [HTTPField]) throws(GatewayError) -> SerialNumber? {
    guard let item = query.first else { return nil }
    guard query.count == 1, item.name == "after", let serial = SerialNumber(hex: item.value) else {
      throw .malformed(field: "query", problem: "expected nothing, or after with a serial number in hexadecimal digits")
    }
    return serial
  }
}

/// `GET /operator/v1/devices/work`: the certificates that must be revoked because of their device, the first due first.
struct ListDeviceWork: Endpoint {
  let gateway: Gateway

  /// Entries of one answer: those that are due first. Revoked ones vanish, and the next come up.
  private static let most = 1000

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.authorisation.operator(of: call)
    await gateway.devices.look()
    let now = gateway.clock()
    let work: [RevocationDue]
    do { work = try await gateway.devices.workList() } catch { throw GatewayError(error) }
    return .found(
      .object([
        "schema": .integer(1), "due": .integer(Int64(clamping: work.count)),
        "overdue": .integer(Int64(clamping: work.count { $0.isOverdue(at: now) })),
        "entries": .array(work.prefix(ListDeviceWork.most).map { $0.json(at: now) }),
      ]))
  }
}
