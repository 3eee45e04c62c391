internal import Cryptography
internal import DER
internal import Evidence
internal import PKCS11
internal import SecretSharing
internal import TokenPool

/// A backup that a script opens and nobody here made: a key of its own kind is made on a token of its own, wrapped, and shared
/// among the same people. The real file and the real shares are left where they are.
struct StandInBackup {
  /// One wrapped file, and who brings shares of it.
  struct File {
    let wrapped: String
    var custodians: [String]
    /// The least number of shares that a step opens it with.
    var threshold: Int
  }

  /// The certificate or public key that the key must belong to.
  let publicKey: PublicKeySource
  var files: [File]

  /// What the steps of a script open, but for files that the rehearsal has.
  static func needed(_ script: Script, has: (String) -> Bool) -> [StandInBackup] {
    var backups: [StandInBackup] = []
    for opened in script.steps.compactMap(\.openedBackup) where !has(opened.wrapped) {
      let people = opened.custody.custodians
      let file = File(wrapped: opened.wrapped, custodians: people, threshold: people.count)
      guard let index = backups.firstIndex(where: { $0.publicKey.name == opened.publicKey.name }) else {
        backups.append(StandInBackup(publicKey: opened.publicKey, files: [file]))
        continue
      }
      guard let known = backups[index].files.firstIndex(where: { $0.wrapped == opened.wrapped }) else {
        backups[index].files.append(file)
        continue
      }
      let others = people.filter { !backups[index].files[known].custodians.contains($0) }
      backups[index].files[known].custodians += others
      backups[index].files[known].threshold = min(backups[index].files[known].threshold, people.count)
    }
    return backups
  }

  /// Wraps the key `label` of a token under a new wrapping key for each file, and hands the shares to `shares`.
  func make(
    _ label: String, on choice: TokenChoice, officer: String, place: (String) -> String, _ shares: RehearsalShares
  ) async throws(CeremonyError) {
    let token = try HSMToken.open(choice, folder: "/")
    let pair = try await token.keyPair(label: label)
    if case .publicKey(let name) = publicKey {
      try StandInBackup.replace(place(name), Array(PEM(label: "PUBLIC KEY", bytes: pair.spki).text.utf8))
    }
    for file in files {
      let transit = TransitKey(ofStep: label)
      let (name, id) = (transit.label, transit.ckaID)
      let (secret, wrapped) = try await token.withPool { pool async throws(TokenPoolError) in
        let secret = try await pool.secretRandom(count: 32)
        let key = try await pool.importBackupKey(
          secret, label: name, id: id, officer: { () throws(PKCS11Error) in try PIN(file: officer) })
        let wrapped = try await pool.wrapKey(pair.identity, under: key)
        _ = try await pool.destroyBackupKey(label: name, id: id)
        return (secret, wrapped)
      }
      try StandInBackup.replace(place(file.wrapped), wrapped)
      try share(secret, file, place(file.wrapped), shares)
    }
  }

  private func share(
    _ secret: KeptSecret, _ file: File, _ path: String, _ shares: RehearsalShares
  ) throws(CeremonyError) {
    let (count, least) = (file.custodians.count, file.threshold)
    do throws(SharingError) {
      let made = try SLIP39.split(secret.bytes, threshold: count == 1 ? 1 : max(2, least), count: count)
      for (person, share) in zip(file.custodians, made) {
        shares.keep(KeptSecret(share.words), of: person, opening: path)
      }
    } catch { throw CeremonyError(.refused, error.description) }
  }

  private static func replace(_ path: String, _ content: [UInt8]) throws(CeremonyError) {
    if FilePath.exists(path) { try FilePath.remove(path) }
    try ScratchFolder.make(FilePath.folder(of: path))
    try DurableFile.create(path, content)
  }
}
