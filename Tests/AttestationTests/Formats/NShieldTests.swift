import Cryptography
import Evidence
import TestSupport
import Testing

@testable import Attestation

private func kinds(_ key: AttestedKey) -> [AppraisalProblem.Kind] { key.problems.map(\.kind) }

@Suite struct NShieldTests {
  @Test func `a bundle whose every link holds is signed, and always said to be untested`() throws {
    for subject in [try TestKeys.p256.get(), try TestKeys.rsa2048.get()] {
      let key = try NShieldSample(subject: subject).appraise()
      #expect(key.problems == [])
      #expect(key.evidenceClass == .signed)
      #expect(key.weaknesses.map(\.kind) == [.untestedFormat, .noNonce])
      #expect(key.spki == (try subject.spki))
      #expect(key[.generatedInside].value == .yes)
      #expect(key[.extractableClear].value == .no)
      #expect(key[.extractableWrapped].value == .no)
      #expect(key[.everExtractable].value == .no)
      #expect(key[.adminRecoverable].value == .no)
      #expect(key.control.protection?.value == "module")
      #expect(key.device?.serial == "0000-1111-2222")
      #expect(key.signer?.anchor == "warrants")
    }
  }

  @Test func `no root ships: without the operator's anchor nothing is proven`() throws {
    let sample = try NShieldSample()
    let key = try sample.appraise(terms: AppraisalTerms(now: Instant(seconds: 1_795_176_000)))
    #expect(kinds(key) == [.anchorUnknown])
    #expect(key.weaknesses.contains { $0.kind == .untestedFormat })
  }

  @Test(arguments: ["kcsig", "modstatesig", "CertKMaKMCbKNSO"])
  func `a signature that is another's is seen`(name: String) throws {
    let sample = try NShieldSample()
    let other = try NShieldSample.sign([1, 2, 3], sample.kml)
    #expect(kinds(try sample.appraise { $0[name] = other }) == [.signatureInvalid])
  }

  @Test func `a mechanism that does not fit the key is refused, not passed over`() throws {
    let sample = try NShieldSample()
    let key = try sample.appraise { fields in
      if let message = fields["kcmsg"] {
        fields["kcsig"] = try? NShieldSample.sign(message, sample.kml, mechanism: 170)
      }
    }
    #expect(kinds(key) == [.algorithmRefused])
    #expect(key.evidenceClass == .asserted)
  }

  @Test func `DSA of 1024 bits is refused whatever it signed`() throws {
    let key = NCoreKey.dsa(
      p: [0xFF] + [UInt8](repeating: 1, count: 127), q: [0xFF] + [UInt8](repeating: 1, count: 19), g: [2], y: [3])
    let signature = NShieldSample.join(NShieldSample.word(170), NShieldSample.number([1]), NShieldSample.number([1]))
    #expect(try key.problem(with: signature, over: [1], "CertKMaKMCbKNSO", .cryptographic)?.kind == .algorithmRefused)
  }

  @Test(arguments: ["kcsig", "modstatesig", "warrant", "knsopub", "hkm", "CertKMaKMCbKNSO"])
  func `a part that is missing is a problem`(name: String) throws {
    let key = try NShieldSample().appraise { $0[name] = nil }
    #expect(kinds(key).contains(.partMissing))
    #expect(key.isUnverifiable)
  }

  @Test func `a warrant certificate of another signer breaks the chain`() throws {
    let sample = try NShieldSample()
    let forged = try sample.warrant(signer: sample.module)
    #expect(kinds(try sample.appraise { $0["warrant"] = forged }) == [.signatureInvalid])
  }

  @Test func `warrant and state must be of one module`() throws {
    var sample = try NShieldSample()
    sample.stateSerial = "9999-9999-9999"
    #expect(kinds(try sample.appraise()) == [.partsDisagree])
  }

  @Test func `a field upgrade's warrant is refused unless its DSA is taken, and then it is a weakness`() throws {
    var sample = try NShieldSample()
    sample.warrantType = "FieldUpgradeModuleInformation"
    #expect(kinds(try sample.appraise()) == [.algorithmRefused])
    var terms = try sample.terms
    terms.legacy = [.dsa1024]
    let taken = try sample.appraise(terms: terms)
    #expect(taken.problems == [])
    #expect(taken.weaknesses.map(\.kind) == [.dsa1024, .untestedFormat, .noNonce])
  }

  @Test func `a public key that kcmsg is not about disagrees`() throws {
    let sample = try NShieldSample()
    let other = try NShieldSample.key(try TestKey(curve: .p256))
    #expect(kinds(try sample.appraise { $0["pubkeydata"] = other }) == [.partsDisagree])
  }

  @Test func `an officer's key or a module key that the state does not name disagrees`() throws {
    let sample = try NShieldSample()
    let officer = try NShieldSample.key(sample.kml)
    #expect(kinds(try sample.appraise { $0["knsopub"] = officer }).contains(.partsDisagree))
    let module = NShieldSample.word(44) + [UInt8](repeating: 9, count: 20)
    #expect(kinds(try sample.appraise { $0["hkm"] = module }).contains(.partsDisagree))
  }

  // MARK: - Lists

  private func appraise(_ groups: (NShieldSample) throws -> [[UInt8]]) throws -> AttestedKey {
    var sample = try NShieldSample()
    sample.list = NShieldSample.list(try groups(sample))
    return try sample.appraise()
  }

  @Test func `what may be exported in clear is extractable`() throws {
    let key = try appraise { [$0.group(permissions: 0x4)] }
    #expect(key[.extractableClear].value == .yes)
    #expect(key[.everExtractable].value == .yes)
  }

  @Test func `a list that may grow says nothing about what it does not allow yet`() throws {
    let key = try appraise { [$0.group(permissions: 0x40)] }
    #expect(key[.extractableClear].value == .unknown)
    #expect(key[.everNonSensitive].value == .unknown)
  }

  @Test func `a blob under another module key is a wrapped export`() throws {
    let foreign = try appraise { [$0.group(blobs: [$0.blob(module: [UInt8](repeating: 3, count: 20))])] }
    #expect(foreign[.extractableWrapped].value == .yes)
    let any = try appraise { [$0.group(blobs: [$0.blob(module: nil)])] }
    #expect(any[.extractableWrapped].value == .yes)
  }

  @Test func `archives and the officer's groups are recovery, and another certifier's group counts as open`() throws {
    #expect(try appraise { [$0.group(archives: true)] }[.adminRecoverable].value == .yes)
    let officers = try appraise { [$0.group(certifier: try NShieldSample.hash($0.officer), permissions: 0x4)] }
    #expect(officers[.adminRecoverable].value == .yes)
    #expect(officers[.extractableClear].value == .no)
    let others = try appraise { [$0.group(certifier: [UInt8](repeating: 8, count: 20), permissions: 0x4)] }
    #expect(others[.extractableClear].value == .yes)
  }

  @Test func `the weakest protection counts`() throws {
    let softcard = try appraise { [$0.group(blobs: [$0.blob(module: $0.moduleKey, token: 0x4)])] }
    #expect(softcard.control.protection?.value == "softcard")
    let both = try appraise {
      [$0.group(blobs: [$0.blob(module: $0.moduleKey, token: 0), $0.blob(module: $0.moduleKey, token: 0x4)])]
    }
    #expect(both.control.protection?.value == "softcard")
    #expect(both[.extractableWrapped].value == .no)
  }

  @Test func `an action that nobody knows makes the list unreadable`() throws {
    #expect(throws: AttestationError.self) {
      let zero = NShieldSample.word(0)
      _ = try appraise { _ in [NShieldSample.join(zero, zero, NShieldSample.list([NShieldSample.word(99)]))] }
    }
  }

  // MARK: - Readers

  @Test func `cut or lengthened fields are refused or prove nothing, and none traps`() throws {
    let sample = try NShieldSample()
    let fields = try sample.fields()
    for (name, value) in fields {
      for count in stride(from: 0, to: value.count, by: 11) {
        let cut = Array(value.prefix(count))
        #expect((try? sample.appraise { $0[name] = cut })?.problems.isEmpty != true, "\(name) \(count)")
      }
      #expect((try? sample.appraise { $0[name] = value + [0] })?.problems.isEmpty != true, "\(name)")
    }
  }

  @Test func `counts of any size are held against what is there`() throws {
    for value in [UInt32.max, 1 << 20] {
      let sample = try NShieldSample()
      var fields = try sample.fields()
      for name in ["pubkeydata", "kcmsg", "modstatemsg", "knsopub", "kcsig"] {
        guard var bytes = fields[name] else { continue }
        for offset in stride(from: 0, to: bytes.count - 4, by: 4) {
          let old = bytes
          bytes.replaceSubrange(offset..<(offset + 4), with: NShieldSample.word(value))
          fields[name] = bytes
          #expect((try? sample.appraise { $0 = fields })?.problems.isEmpty != true)
          bytes = old
        }
        fields[name] = bytes
      }
    }
  }

  @Test func `DDDS is read strictly`() {
    #expect(DDDSValue([0x05]) == .number([5]))
    #expect(DDDSValue([0x22, 0x41, 0x42]) == .text("AB"))
    #expect(DDDSValue([0xF4, 0xC5, 2, 0, 9]) == .number([9]))
    let pair = NShieldSample.join([0xB1], NShieldSample.symbol("a"), [0x01])
    #expect(DDDSValue(pair)?["a"] == .number([1]))
    let symbol = NShieldSample.symbol("a")
    let twice = NShieldSample.join([0xB2], symbol, [0x01], symbol, [0x02])
    let bad: [[UInt8]] = [
      [], [0x05, 0x05], [0x22, 0x41], [0xC5], [0xC5, 3, 1], [0xD5, 0xFF, 0xFF], [0xF4, 0x01], [0x91],
      [0xB1, 0x01, 0x01],
      twice, [0x40], [0x21, 0x07], [UInt8](repeating: 0x91, count: 100_000),
    ]
    for bad in bad {
      #expect(DDDSValue(bad) == nil)
    }
  }
}
