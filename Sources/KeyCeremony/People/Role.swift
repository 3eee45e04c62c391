/// What a person is in a ceremony (EN 319 411-1 GEN-6.5.1-12: internal and external roles, with their functions).
enum Role: String, CaseIterable, Sendable, Hashable {
  /// Leads through the script and reads aloud.
  case ceremonyAdministrator = "ceremony-administrator"
  /// Answers for the key; signs the report (GEN-6.5.1-14).
  case securityOfficer = "security-officer"
  /// Holds a part of what activates or restores a key.
  case custodian
  /// Independent of those who act, from the organisation.
  case internalAuditor = "internal-auditor"
  /// Independent of the organisation: an auditor or a notary (GEN-6.5.1-14, CA/B BR 6.1.1.1).
  case externalWitness = "external-witness"
  /// Types what the script says.
  case `operator`

  /// Roles that nobody has beside this one: who checks does not act, and who types does not decide.
  var forbidden: Set<Role> {
    switch self {
    case .externalWitness: Set(Role.allCases).subtracting([.externalWitness])
    case .internalAuditor: Set(Role.allCases).subtracting([.internalAuditor])
    case .operator: [.securityOfficer, .internalAuditor, .externalWitness]
    case .securityOfficer: [.operator, .internalAuditor, .externalWitness]
    case .ceremonyAdministrator, .custodian: [.internalAuditor, .externalWitness]
    }
  }

  /// As it is read aloud and printed.
  var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}
