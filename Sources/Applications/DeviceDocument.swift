public import Documents
public import Evidence

/// The register of certified devices as a document: YAML or JSON, reviewed by people. `docs/OPERATIONS.md` names its members.
public struct DeviceDocument: Sendable, Hashable {
  /// Each id once.
  public let records: [DeviceRecord]

  public init(records: [DeviceRecord]) { self.records = records }

  public init(yaml bytes: [UInt8]) throws(DocumentError) {
    self = try Document(yaml: bytes).read(as: DeviceDocument.shape)
  }

  /// The record for a device: the first that it fits exactly, or else the first of its vendor and model, so that a gate can
  /// say what differs.
  public func record(for device: StatedDevice?) -> DeviceRecord? {
    guard let device else { return nil }
    let differences = records.map { ($0, $0.differences(from: device)) }
    return differences.first { $0.1.isEmpty }?.0
      ?? differences.first { record, _ in
        record.vendor == device.vendor && (device.model == nil || record.model == device.model)
      }?.0
  }

  /// Whether the device is exactly of a record that says that the host reaches it over a channel of its certified
  /// configuration. A record that differs in anything vouches for another device.
  public func certifiesChannel(of device: StatedDevice?) -> Bool {
    guard let device, let record = record(for: device) else { return false }
    return record.certifiedChannel && record.differences(from: device).isEmpty
  }

  private static let schema: Int64 = 2

  static var shape: FieldShape<DeviceDocument> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: schema...schema))
      let records = try fields.required("devices", as: .list(of: DeviceRecord.shape, count: 0...10_000))
      guard Set(records.map(\.id)).count == records.count else { throw fields.error("devices", "an id occurs twice") }
      return DeviceDocument(records: records)
    }
  }

  public var json: JSONValue {
    .object(["schema": .integer(DeviceDocument.schema), "devices": .array(records.map(\.json))])
  }
}

extension DeviceRecord {
  public static var shape: FieldShape<DeviceRecord> {
    .object { fields throws(DocumentError) in
      DeviceRecord(
        id: try fields.required("id", as: .string), kind: try fields.required("kind", as: .choice),
        vendor: try fields.required("vendor", as: .string), model: try fields.required("model", as: .string),
        hardware: try versions("hardware", &fields), firmware: try versions("firmware", &fields),
        serials: Set(try fields.optional("serials", as: .list(of: .string)) ?? []),
        configuration: try fields.optional("configuration", as: .string),
        purpose: try fields.required("purpose", as: .choice),
        management: try fields.required("management", as: .choice),
        certificate: try fields.required("certificate", as: DeviceCertificate.shape),
        components: try fields.optional("components", as: .list(of: DeviceComponent.shape)) ?? [],
        alternativeProcess: try fields.optional("alternativeProcess", as: .string),
        certifiedChannel: try fields.optional("certifiedChannel", as: .bool) ?? false,
        confinesCopies: try fields.optional("confinesCopies", as: .bool) ?? false,
        keepsWrappedKeys: try fields.optional("keepsWrappedKeys", as: .bool) ?? false,
        source: try fields.required("source", as: .string),
        sourceSHA256: try fields.optional("sourceSHA256", as: .sha256),
        reviewedBy: try fields.required("reviewedBy", as: .string),
        reviewedAt: try fields.required("reviewedAt", as: .instant),
        demo: try fields.optional("demo", as: .bool) ?? false)
    }
  }

  /// Certification names them exactly, so there is at least one.
  private static func versions(_ name: String, _ fields: inout Fields) throws(DocumentError) -> Set<String> {
    Set(try fields.required(name, as: .list(of: .string, count: 1...100)))
  }

  public var json: JSONValue {
    func texts(_ values: Set<String>) -> JSONValue { .array(values.sorted().map { .string($0) }) }
    var members: [String: JSONValue] = [
      "id": .string(id), "kind": .string(kind.rawValue), "vendor": .string(vendor), "model": .string(model),
      "hardware": texts(hardware), "firmware": texts(firmware), "serials": texts(serials),
      "purpose": .string(purpose.rawValue), "management": .string(management.rawValue),
      "certificate": certificate.json, "components": .array(components.map(\.json)),
      "certifiedChannel": .bool(certifiedChannel), "confinesCopies": .bool(confinesCopies),
      "keepsWrappedKeys": .bool(keepsWrappedKeys), "source": .string(source),
      "reviewedBy": .string(reviewedBy), "reviewedAt": .string(reviewedAt.description), "demo": .bool(demo),
    ]
    members["configuration"] = configuration.map { .string($0) }
    members["alternativeProcess"] = alternativeProcess.map { .string($0) }
    members["sourceSHA256"] = sourceSHA256.map { .string($0.hex) }
    return .object(members)
  }
}

extension DeviceCertificate {
  fileprivate static var shape: FieldShape<DeviceCertificate> {
    .object { fields throws(DocumentError) in
      DeviceCertificate(
        reference: try fields.required("reference", as: .string), body: try fields.required("body", as: .string),
        issued: try fields.required("issued", as: .instant), expires: try fields.required("expires", as: .instant),
        status: try fields.required("status", as: .choice))
    }
  }

  fileprivate var json: JSONValue {
    .object([
      "reference": .string(reference), "body": .string(body), "issued": .string(issued.description),
      "expires": .string(expires.description), "status": .string(status.rawValue),
    ])
  }
}

extension DeviceComponent {
  fileprivate static var shape: FieldShape<DeviceComponent> {
    .object { fields throws(DocumentError) in
      DeviceComponent(
        product: try fields.required("product", as: .string), profile: try fields.required("profile", as: .string),
        reference: try fields.required("reference", as: .string))
    }
  }

  fileprivate var json: JSONValue {
    .object(["product": .string(product), "profile": .string(profile), "reference": .string(reference)])
  }
}
