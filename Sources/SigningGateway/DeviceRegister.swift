internal import Documents
internal import Evidence

/// The operator's register of devices (attestation reference, section 10): a reviewed file, read once.
struct DeviceRegister: Sendable {
  let records: [DeviceRecord]

  /// The record for a device: of exactly this hardware and firmware version, or else of this serial number, so that a
  /// gate can say what differs.
  func record(for device: DeviceIdentity?) -> DeviceRecord? {
    guard let device else { return nil }
    return records.first { $0.device == device } ?? records.first { $0.device.isSameUnit(as: device) }
  }

  static var shape: FieldShape<DeviceRegister> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      let records = try fields.required("devices", as: .list(of: record))
      guard Set(records.map(\.id)).count == records.count else { throw fields.error("devices", "an id occurs twice") }
      return DeviceRegister(records: records)
    }
  }

  private static var record: FieldShape<DeviceRecord> {
    .object { fields throws(DocumentError) in
      DeviceRecord(
        id: try fields.required("id", as: .string),
        device: DeviceIdentity(
          manufacturer: try fields.required("manufacturer", as: .string),
          model: try fields.required("model", as: .string), serial: try fields.required("serial", as: .string),
          hardwareVersion: try fields.required("hardware-version", as: .string),
          firmwareVersion: try fields.required("firmware-version", as: .string)),
        certificateReference: try fields.required("certificate", as: .string),
        issued: try fields.required("issued", as: .instant), expires: try fields.required("expires", as: .instant),
        status: try fields.required("status", as: .choice), demo: try fields.optional("demo", as: .bool) ?? false)
    }
  }
}

extension DeviceIdentity {
  fileprivate func isSameUnit(as other: DeviceIdentity) -> Bool {
    (manufacturer, model, serial) == (other.manufacturer, other.model, other.serial)
  }
}
