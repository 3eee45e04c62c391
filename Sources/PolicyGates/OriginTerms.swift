internal import Evidence

/// Terms of the origin rules that several of them share.
extension KeyOrigin {
  /// The evidence, where the policy asks for any.
  var judged: AttestedKey? { demand == .none ? nil : attested }

  /// Both say that they are a stand-in: the configuration, and the register's record.
  var isDemonstration: Bool { demo && device?.demo == true }

  /// What keeps the evidence from showing that a QSCD generated the key and that it was moved into this one (EN 319 411-2
  /// SDP-6.5.1-05, -06); empty where it shows that.
  var moveDefects: [Violation] {
    guard let source else {
      return [
        Violation(field: "source", found: "absent", required: "evidence from the QSCD in which the key was generated")
      ]
    }
    var violations: [Violation] = .unless(
      moveIsEvidenced, "application.device.keyMoved", found: "not said, or without evidence",
      required: "true, with its evidence")
    violations += .unless(
      source.spkiSHA256 == certifiedKey, "source.spki", found: "\(source.spkiSHA256)",
      required: "the certified key, \(certifiedKey)")
    violations += source.problems.map {
      Violation(field: "source.\($0.kind.rawValue)", found: $0.detail, required: "evidence that proves what it says")
    }
    violations += .unless(
      source.offeredClass == .signed, "source.evidenceClass", found: source.offeredClass.rawValue, required: "signed")
    violations += source.weaknesses.filter { $0.kind.severity(under: .qscd) == .error }.map {
      Violation(field: "source.\($0.kind.rawValue)", found: $0.described, required: "absent")
    }
    violations += claims(of: source)
    guard let sourceDevice else {
      return violations + [
        Violation(
          field: "source.device", found: source.device.map { "\($0)" } ?? "not named by the evidence",
          required: "a device of the operator's register")
      ]
    }
    return violations + sourceDevice.defectsAsQSCD(at: now, demo: demo)
      + sourceDevice.differences(from: source.device ?? StatedDevice()).map {
        $0.violation("source.device", sourceDevice)
      }
  }

  /// Generated there, and never known outside a device: it left under wrap alone.
  private func claims(of source: AttestedKey) -> [Violation] {
    let required: [(ClaimName, Truth)] = [(.generatedInside, .yes), (.extractableClear, .no), (.everNonSensitive, .no)]
    let never: [ClaimName] = [.imported, .restored]
    return required.filter { source[$0.0].value != $0.1 }.map { source[$0.0].violation("source", $0.0, $0.1) }
      + never.filter { source[$0].value == .yes }.map { source[$0].violation("source", $0, .no) }
  }

  /// A key of a QSCD that came from another, with the evidence for both.
  var wasMovedWithEvidence: Bool { demand == .qscd && source != nil && moveDefects.isEmpty }

  /// The register's answer where evidence cannot say whether a key can be copied or recovered.
  var copiesAreConfined: Bool { device?.confinesCopies == true || isDemonstration }
}

extension AttestedKey {
  /// Formats that have a place for a nonce in what is signed (attestation reference, section 11).
  private static let formatsWithNonce: Set<String> = ["tpm", "pkix-evidence"]

  var canCarryNonce: Bool { AttestedKey.formatsWithNonce.contains(format) || nonce != nil }
}

extension Claim {
  func violation(_ place: String, _ name: ClaimName, _ required: Truth) -> Violation {
    Violation(field: "\(place).\(name.rawValue)", found: "\(value.rawValue) (\(source))", required: required.rawValue)
  }
}

extension DeviceDifference {
  func violation(_ place: String, _ record: DeviceRecord) -> Violation {
    Violation(
      field: "\(place).\(field)", found: found ?? "not stated by the evidence", required: "\(required) (\(record.id))")
  }
}

extension EvidenceWeakness {
  /// With the place where it is published.
  var described: String { source.map { "\(detail) (\($0))" } ?? detail }
}

extension DeviceRecord {
  /// Art. 51(1) of eIDAS, as Regulation (EU) 2024/1183 has it, keeps devices of the directive of 1999 until 21 May 2027, for
  /// signatures: the directive knew no seals.
  private static let transitionEnds = Instant.day("2027-05-22")

  /// Whether its status lets it stand for a certified device; `asQSCD` admits Art. 51.
  func isCertified(at now: Instant, asQSCD: Bool) -> Bool {
    switch certificate.status {
    case .certified: true
    case .transitional: asQSCD && purpose == .signature && now < DeviceRecord.transitionEnds
    case .expired, .cancelled, .suspended: false
    }
  }

  func certificateIsInForce(at now: Instant) -> Bool { certificate.issued <= now && now < certificate.expires }

  /// Managed for others, it is a module and a signature activation module, each certified, or a whole that was certified by
  /// the alternative process. A user's own device is one product.
  var isWhole: Bool {
    guard management == .qtsp, alternativeProcess == nil else { return true }
    return DeviceRecord.parts.allSatisfy { part in components.contains { $0.profile.hasPrefix(part) } }
  }

  /// The protection profiles of a remote QSCD's parts: module, signature activation module.
  static let parts = ["EN 419 221-5", "EN 419 241-2"]

  /// What keeps it from being a certified QSCD now, as the device that a moved key came from.
  fileprivate func defectsAsQSCD(at now: Instant, demo isDemonstration: Bool) -> [Violation] {
    let place = "source.device"
    var violations: [Violation] = .unless(
      kind == .qscd, "\(place).kind", found: "\(kind.rawValue) (\(id))", required: DeviceKind.qscd.rawValue)
    violations += .unless(
      isCertified(at: now, asQSCD: true), "\(place).certificate.status",
      found: "\(certificate.status.rawValue) (\(id))", required: "certified")
    violations += .unless(
      certificateIsInForce(at: now), "\(place).certificate.expires",
      found: "\(certificate.issued) to \(certificate.expires) (\(id))", required: "a period that holds \(now)")
    violations += .unless(
      isWhole, "\(place).components", found: "a part of one (\(id))",
      required: DeviceRecord.parts.joined(separator: ", "))
    violations += .unless(
      !demo || isDemonstration, "\(place).demo", found: "true (\(id))", required: "a device that is no stand-in")
    return violations
  }
}
