import DER
import Evidence
import TestSupport
import X509

/// Puts statements in the place of the one of a type.
private func replace(
  _ id: ObjectIdentifier, _ statements: QCStatement...
) -> Change {
  { sample in
    sample.statements { list in
      list.removeAll { $0.id == id }
      list += statements
    }
  }
}

private func pds(_ locations: (String, String)...) -> QCStatement {
  .pds(locations.map { QCPDSLocation(url: $0.0, language: $0.1) })
}

private func add(_ statement: QCStatement) -> Change {
  { $0.statements { $0.append(statement) } }
}

private func broken(_ rule: String, _ change: @escaping Change) -> Defect { broken(rule, .signature, change) }

private func broken(_ rule: String, _ base: Base, _ change: @escaping Change) -> Defect {
  Defect(rule, base, options: [], change)
}

extension Defect {
  static let ofStatements: [Defect] = [
    broken("etsi.en_319_412_5.qcs-5-01.qccompliance_missing", replace(.qcCompliance)),
    broken("etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing", replace(.qcSSCD)),
    broken("etsi.en_319_411_2.gen-6-6-1-04.qcsscd_present", .subject(.qcpN), add(.sscd)),
    broken("etsi.en_319_412_5.qcs-4-1-02a.statement_repeated", add(.compliance)),
    broken("etsi.en_319_412_5.qcs-4-1-01.statement_malformed", add(.unknown(.qcIdentMethod, info: nil))),
    broken("etsi.en_319_412_5.qcs-4-2-3.qctype_not_esign", replace(.qcType, .type([.qcTypeESeal]))),
    broken("etsi.en_319_412_5.qcs-4-2-3.qctype_not_eseal", .seal, replace(.qcType, .type([.qcTypeESign]))),
    broken("etsi.en_319_412_5.qcs-5-01.qctype_missing", .seal, replace(.qcType)),
    broken("sealgate.house.profile.qctype_missing", replace(.qcType)),
    broken("sealgate.house.profile.qcpds_missing", replace(.qcPDS)),
    broken(
      "etsi.en_319_412_5.qcs-4-3-4-01.qcpds_english_missing", replace(.qcPDS, pds(("https://demo.example/p", "de")))),
    broken(
      "etsi.en_319_412_5.qcs-4-3-4-02.qcpds_language_repeated",
      replace(.qcPDS, pds(("https://demo.example/a", "en"), ("https://demo.example/b", "en")))),
    broken("etsi.en_319_412_5.qcs-4-3-4-03.qcpds_not_https", replace(.qcPDS, pds(("http://demo.example/p", "en")))),
    broken(
      "etsi.en_319_412_5.qcs-4-3-4-04.qcpds_language",
      replace(.qcPDS, pds(("https://demo.example/a", "en"), ("https://demo.example/b", "xx")))),
    broken("etsi.en_319_412_5.qcs-4-2-1-01.qccclegislation_present", add(.ccLegislation(["CH"]))),
    broken("etsi.en_319_412_5.qcs-4-2-5-01.qcqscdlegislation_of_member_state", add(.qscdLegislation(["DE"]))),
    broken(
      "etsi.en_319_412_5.qcs-4-3-5-01.qcidentmethod_unknown",
      add(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 9)]))),
    broken("etsi.en_319_412_5.4-3.number_negative", add(.retentionPeriod(years: -2))),
    broken(
      "etsi.en_319_412_5.4-3-2.currency_unknown",
      add(.limitValue(QCLimitValue(currency: .alphabetic("EUX"), amount: 1, exponent: 3)))),
    broken("etsi.en_319_412_2.qcs-5-2-2.qccompliance_without_policy", .person, add(.compliance)),
    broken("etsi.en_319_412_2.qcs-5-2-2.qctype_unfit", .person, add(.type([.qcTypeESeal]))),
  ]
}
