internal import Documents
internal import Evidence

/// The configuration's `operators`: who may approve changes, of the configuration itself too.
enum OperatorRegister {
  /// More than any provider has.
  static let most = 100

  static var shape: FieldShape<[Operator]> { .list(of: entry, count: 0...most) }

  /// What entries that are each right have wrong together, or with the rest of the configuration.
  ///
  /// An operator and a requester are never the same client: the pipeline that asks for certificates must not decide by
  /// which rules they are judged.
  static func problem(in operators: [Operator], requesters: [Requester], demo: Bool) -> String? {
    if operators.count < ApprovalBook.needed, !demo || !operators.isEmpty {
      let unless = demo ? ", or none in a demo" : ""
      return "$.operators: \(operators.count) there, must be at least \(ApprovalBook.needed)\(unless): "
        + "a change takes effect when two of them have approved it"
    }
    if Set(operators.map(\.id)).count != operators.count { return "$.operators: an id occurs twice" }
    if Set(operators.map(\.certificateSHA256)).count != operators.count {
      return "$.operators: a certificate-sha256 occurs twice"
    }
    for requester in requesters {
      guard let double = operators.first(where: { $0.certificateSHA256 == requester.certificateSHA256 }) else {
        continue
      }
      return "$.operators: \(double.id) has the certificate of requester \(requester.id)"
    }
    return nil
  }

  private static var entry: FieldShape<Operator> {
    .object { fields throws(DocumentError) in
      Operator(
        id: try fields.required("id", as: .name),
        certificateSHA256: try fields.required("certificate-sha256", as: .sha256))
    }
  }
}

extension FieldShape where Value == String {
  /// A name that can stand in an address, in a label of a metric and in a log line.
  static var name: FieldShape {
    .text("a name of letters, digits, '-' and '_'") { Route.isName($0) ? $0 : nil }
  }
}
