internal import X509

/// No end is said by the last list alone, and by that one it is.
struct ListEndIsOpenForTheLast: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-3-9-06.last_list", source: .en319411part1("CSS-6.3.9-06"), scope: .certificateList,
    duties: [.s8])

  func applies(to evidence: CAListEvidence) -> Bool { evidence.list.nextUpdate != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let end = evidence.list.nextUpdate
    return .unless(
      (end?.isIndefinite == true) == evidence.isLast, "nextUpdate", found: end.map { "\($0)" } ?? "absent",
      required: evidence.isLast
        ? "9999-12-31T23:59:59Z, as there is no list after it" : "an end, as another list follows")
  }
}
