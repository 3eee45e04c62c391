import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct MovedKeyHasBothEvidenceTests {
  @Test func `passes: signed evidence from a certified QSCD, and an application that says so`() throws {
    #expect(try judge(MovedKeyHasBothEvidence(), origin { $0.move() }) == .passes)
  }

  @Test func `fails: the application says that the key was moved, and no evidence came from the other device`() throws {
    #expect(
      try judge(MovedKeyHasBothEvidence(), origin { $0.moveIsEvidenced = true })
        == .fails(["source is absent, must be evidence from the QSCD in which the key was generated"]))
  }

  @Test func `fails: the application says nothing of a move`() throws {
    let silent = origin {
      $0.move()
      $0.moveIsEvidenced = false
    }
    #expect(
      try judge(MovedKeyHasBothEvidence(), silent)
        == .fails(["application.device.keyMoved is not said, or without evidence, must be true, with its evidence"]))
  }

  @Test func `fails: each respect in which the source proves too little`() throws {
    let changes: [(String, (inout SampleOrigin) -> Void)] = [
      ("source.spki", { $0.key = .issuing }), ("source.generatedInside", { $0.set(.generatedInside, .unknown) }),
      ("source.extractableClear", { $0.set(.extractableClear, .unknown) }),
      ("source.everNonSensitive", { $0.set(.everNonSensitive, .yes) }),
      ("source.imported", { $0.set(.imported, .yes) }),
      ("source.restored", { $0.set(.restored, .yes) }),
      ("source.evidenceClass", { $0.evidenceClass = .attributesLiveCertifiedChannel }),
      ("source.signature-invalid", { $0.problems = [AppraisalProblem(.signatureInvalid, "x")] }),
      ("source.roca", { $0.weaknesses = [EvidenceWeakness(.roca, "x")] }),
      ("source.device", { $0.device = nil }), ("source.device.firmware", { $0.attestedDevice?.firmware = "7.2" }),
      ("source.device.kind", { $0.device?.kind = .secureCryptographicDevice }),
      ("source.device.certificate.status", { $0.device = SampleOrigin.record(status: .suspended) }),
      ("source.device.certificate.expires", { $0.device = SampleOrigin.record(expires: "2026-01-02") }),
      ("source.device.components", { $0.device?.management = .qtsp }),
      ("source.device.demo", { $0.device = SampleOrigin.record(demo: true) }),
    ]
    for (field, change) in changes {
      guard case .fails(let reasons) = try judge(MovedKeyHasBothEvidence(), origin { $0.move(from: change) }) else {
        Issue.record("\(field) passes")
        continue
      }
      #expect(reasons.map { $0.split(separator: " ")[0] } == [field[...]])
    }
  }

  @Test func `does not apply: a key that nobody says was moved, or another demand`() throws {
    #expect(try judge(MovedKeyHasBothEvidence(), origin()) == .doesNotApply)
    #expect(try judge(MovedKeyHasBothEvidence(), origin(demand: .secureDevice) { $0.move() }) == .doesNotApply)
  }
}
