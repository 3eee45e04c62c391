internal import Assembly
internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import X509

/// The inventory of an existing CA, read from files: PEM bundles, single DER certificates, or tables.
struct InventoryFile: Sendable {
  struct Item: Sendable {
    /// Where it stands, such as `old.csv:12`.
    let place: String
    let entry: CertificateEntry
    let revocation: Revocation?
  }

  private(set) var items: [Item] = []
  /// A line for each thing that cannot be taken.
  private(set) var problems: [String] = []
  /// SHA-256 over the file; over the digests of the files, where there are several.
  let digest: Digest

  /// `authority` is the issuer's Name: a certificate of another CA is none of the inventory.
  init(_ files: [(name: String, content: [UInt8])], issuer: String, authority: Name) {
    let digests = files.map { Hash.digest($0.content) }
    digest = digests.count == 1 ? digests[0] : Hash.digest(digests.flatMap(\.bytes))
    for (name, content) in files { read(content, name, issuer, authority) }
    findDoubles()
  }

  private mutating func read(_ content: [UInt8], _ name: String, _ issuer: String, _ authority: Name) {
    guard content.first != 0x30 else { return take(content, at: name, issuer, authority) }
    let text = String(decoding: content, as: UTF8.self)
    guard text.contains("-----BEGIN") else {
      let table = InventoryTable(text, name: name, issuer: issuer)
      items += table.items
      problems += table.problems
      return
    }
    do {
      for (index, block) in try PEM.blocks(text).enumerated() {
        let place = "\(name): certificate \(index + 1)"
        guard block.label == "CERTIFICATE" else {
          problems.append("\(place): is a \(block.label)")
          continue
        }
        take(block.bytes, at: place, issuer, authority)
      }
    } catch {
      problems.append("\(name): \(error)")
    }
  }

  private mutating func take(_ der: [UInt8], at place: String, _ issuer: String, _ authority: Name) {
    let tbs: TBSCertificate
    do { tbs = try Certificate(der: der).tbsCertificate } catch { return problems.append("\(place): \(error)") }
    guard tbs.issuer == authority else { return problems.append("\(place): is issued by \(tbs.issuer)") }
    guard tbs.serialNumber.isPositive, let serial = Evidence.SerialNumber(magnitude: tbs.serialNumber.bytes) else {
      return problems.append("\(place): serial number \(tbs.serialNumber) cannot be registered")
    }
    let entry = CertificateEntry(
      issuer: issuer, serial: serial,
      isPrecertificate: tbs.extensions.contains { $0.oid == PrecertificatePoison.oid },
      certificate: Hash.digest(der), subjectName: Hash.digest(tbs.subject.derBytes),
      nameForm: NameForm.digest(of: tbs.subject), subjectKey: Hash.digest(tbs.subjectPublicKeyInfo.derBytes),
      notBefore: Instant(seconds: tbs.validity.notBefore.secondsSinceEpoch),
      notAfter: Instant(seconds: tbs.validity.notAfter.secondsSinceEpoch),
      policy: CertificateLint.policy(namedBy: tbs))
    items.append(Item(place: place, entry: entry, revocation: nil))
  }

  /// The same certificate twice is taken once; another with its number, or its name for another subject, is a problem.
  private mutating func findDoubles() {
    var seen: [String: Item] = [:]
    var bearers: [Digest: Item] = [:]
    var single: [Item] = []
    for item in items {
      let key = "\(item.entry.serial.hex) \(item.entry.isPrecertificate)"
      if let other = seen[key] {
        if other.entry != item.entry { problems.append("\(item.place): has the serial number of \(other.place)") }
        continue
      }
      seen[key] = item
      if item.entry.takesName, let form = item.entry.nameForm, let subject = item.entry.subjectID {
        if let other = bearers[form], other.entry.subjectID != subject {
          problems.append("\(item.place): has the name of another subject, see \(other.place)")
        }
        bearers[form] = item
      }
      single.append(item)
    }
    items = single
  }
}
