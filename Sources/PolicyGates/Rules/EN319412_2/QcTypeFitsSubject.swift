internal import DER
internal import Evidence
internal import X509

/// Readers tell signatures from seals by the type: it is the one of the subject's kind.
struct QcTypeFitsSubject: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.qcs-5-2-2.qctype_unfit",
    source: .en319412part2("QCS-5.2-2, EN 319 412-5 4.2.3"), scope: .general)

  func applies(to content: CertificateContent) -> Bool {
    content.qcStatements?.contains(.qcType) == true
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let allowed = Self.types(of: content.subjectKind)
    return (content.qcStatements?.statements ?? []).compactMap { statement in
      guard case .type(let types) = statement, !allowed.contains(types) else { return nil }
      let required = allowed.flatMap { $0 }.map(\.description).joined(separator: " or ")
      return Violation(
        field: "extensions.qcStatements.qcType", found: types.map(\.description).joined(separator: ", "),
        required: required.isEmpty ? "absent" : "\(required) alone")
    }
  }

  /// Where the kind was not declared, what either kind of person may have.
  private static func types(of kind: SubjectKind?) -> [[ObjectIdentifier]] {
    switch kind {
    case .naturalPerson: [[.qcTypeESign]]
    case .legalPerson: [[.qcTypeESeal]]
    case nil: [[.qcTypeESign], [.qcTypeESeal]]
    case .device, .website: []
    }
  }
}
