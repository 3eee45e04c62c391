internal import Evidence

/// What a key is wrapped under opens it: it was made in the device, neither could nor can leave it, and is of no use to whoever
/// did not log in. That the security officer trusts it (CKA_TRUSTED) says nothing of that. Not known is refused like false: absent evidence is no evidence.
struct WrappingKeyStaysInside: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.wrapping_key_leaves",
    source: .en319411part2("SDP-6.5.1-02, eIDAS Annex II 1(c), (d)"), scope: .mayRequireDevice, duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.isKeptUnderWrap }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let keeping = origin.keptKey?.keeping else { return [] }
    guard let key = keeping.wrappingKey else {
      return [
        Violation(
          field: "record.wrappingKey", found: "absent (credential \(keeping.credential))",
          required: "what was read of the wrapping key when the key was made")
      ]
    }
    return [
      (key.local, "local", "true: made in the device"),
      (key.alwaysSensitive, "alwaysSensitive", "true: never was readable in clear"),
      (key.neverExtractable, "neverExtractable", "true: never could leave the device"),
      (key.isPrivate, "private", "true: cannot be used without a login"),
    ].flatMap { value, name, required in
      [Violation].unless(
        value == .yes, "record.wrappingKey.\(name)", found: "\(value.rawValue) (\(key.label))", required: required)
    }
  }
}
