internal import DER
public import Documents
public import Evidence

extension PolicyRegister {
  /// The register as a file of its own, for a lint: `schema: 1` and `policies`, as they stand in a service's description.
  public init(yaml bytes: [UInt8]) throws(DocumentError) {
    self = try Document(yaml: bytes).read(
      as: .object { fields throws(DocumentError) in
        _ = try fields.required("schema", as: .integer(in: 1...1))
        return PolicyRegister(try fields.required("policies", as: .list(of: Entry.shape, count: 0...1000)))
      })
  }
}

extension PolicyRegister.Entry {
  static var shape: FieldShape<PolicyRegister.Entry> {
    .object { fields throws(DocumentError) in
      PolicyRegister.Entry(
        oid: try fields.required(
          "oid", as: .text("a dotted object identifier") { ObjectIdentifier($0)?.description }),
        base: try fields.required("base", as: .choice), cpVersion: try fields.required("cp-version", as: .words),
        cpsVersion: try fields.required("cps-version", as: .words),
        cpSHA256: try fields.required("cp-sha256", as: .sha256Hex), from: try fields.required("from", as: .instant),
        until: try fields.optional("until", as: .instant))
    }
  }
}
