internal import Documents

/// How many people of one role have to approve.
struct ApprovalRequirement: Sendable, Hashable {
  let role: Role
  let count: Int

  init(_ role: Role, count: Int = 1) {
    self.role = role
    self.count = count
  }

  init(_ fields: inout Fields) throws(DocumentError) {
    role = try fields.required("role", as: .choice)
    count = Int(try fields.optional("count", as: .integer(in: 1...16)) ?? 1)
  }

  static var list: FieldShape<[ApprovalRequirement]> {
    .list(of: .object { fields throws(DocumentError) in try ApprovalRequirement(&fields) }, count: 0...6)
  }

  /// Such as `2 of custodian`.
  var text: String { count == 1 ? role.title : "\(count) of \(role.title)" }
}

/// Who has approved one step so far, and who is still missing. Pure: it is told of approvals whose signatures are good.
struct Quorum: Sendable, Hashable {
  enum OfferResult: Sendable, Hashable {
    case counted
    /// The same person never counts twice, in whatever role.
    case countedBefore
    /// The person lacks the role, or nobody of it is missing.
    case notAsked
  }

  let requirements: [ApprovalRequirement]
  /// Approvals that count: role by person.
  private(set) var given: [String: Role] = [:]

  init(_ requirements: [ApprovalRequirement]) { self.requirements = requirements }

  var isComplete: Bool { requirements.allSatisfy { missing($0.role) == 0 } }

  /// How many people of a role are still to be asked.
  func missing(_ role: Role) -> Int {
    let wanted = requirements.filter { $0.role == role }.map(\.count).reduce(0, +)
    return max(0, wanted - given.values.count { $0 == role })
  }

  mutating func offer(_ person: Person, as role: Role) -> OfferResult {
    guard given[person.id] == nil else { return .countedBefore }
    guard person.roles.contains(role), missing(role) > 0 else { return .notAsked }
    given[person.id] = role
    return .counted
  }

  /// Nil where so many different people can be found for all roles; otherwise the role that lacks people.
  static func unreachable(_ requirements: [ApprovalRequirement], among people: People) -> Role? {
    var seats = requirements.flatMap { Array(repeating: $0.role, count: $0.count) }[...]
    return unseated(&seats, people.all)
  }

  /// Tries people for the first seat and the rest for the others; ceremonies are small.
  private static func unseated(_ seats: inout ArraySlice<Role>, _ people: [Person]) -> Role? {
    guard let role = seats.popFirst() else { return nil }
    var missing: Role? = role
    for (index, person) in people.enumerated() where person.roles.contains(role) {
      var rest = seats
      var others = people
      others.remove(at: index)
      missing = unseated(&rest, others)
      if missing == nil { return nil }
    }
    return missing
  }
}
