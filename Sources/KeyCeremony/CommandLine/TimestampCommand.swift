internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records

extension Verb {
  static let timestamp = Verb(
    name: "timestamp", summary: "have the end of a transcript time-stamped (RFC 3161)",
    operands: ["TRANSCRIPT"],
    options: [
      Option("--tsa", "URL", "ask this authority now, by HTTP or HTTPS"),
      Option("--query-out", "FILE", "write the query for an authority"),
      Option("--token", "FILE", "take the authority's answer, or its token"),
      Option("--tsa-certificate", "FILE", "the authority's certificate or its CA's (PEM)"),
      .json,
    ],
    description: """
      Two steps, so that the room needs no network: write the query, carry it to an
      authority and bring back its answer. Between them, where there is a network:
        curl -H 'Content-Type: application/timestamp-query' --data-binary @QUERY URL
      --tsa does all of it at once with curl, in half a minute at the most; where the
      authority does not answer, or not with a good time-stamp, nothing is changed.
      The answer is verified, and put beside the transcript as timestamp.token with
      timestamp-ca.pem; in a bundle 'verify' looks at them.
      """)
}

/// `key-ceremony timestamp`.
struct TimestampCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let path = arguments.operands[0]
    let last: SealedRecord
    do {
      let lines = try Transcript.verified(try FilePath.read(path, limit: Transcript.longest))
      guard let record = lines.last?.record, lines.contains(where: { $0.record.kind == .ceremonyClosed }) else {
        throw CeremonyError(.refused, "the ceremony is not closed: there is no end to time-stamp")
      }
      last = record
    } catch let error as CeremonyError { throw error } catch {
      throw CeremonyError(.refused, "the transcript \(path) is not whole: \(error)")
    }
    switch (arguments["--tsa"], arguments["--query-out"], arguments["--token"], arguments["--tsa-certificate"]) {
    case (nil, let out?, nil, nil): try writeQuery(last.hash, out)
    case (nil, nil, let token?, let anchor?):
      try take(try FilePath.read(token), token, anchor, last.hash, beside: path)
    case (let url?, nil, nil, let anchor?): try ask(url, anchor, last.hash, beside: path)
    default:
      throw CeremonyError(
        .usage, "either --query-out, or --token or --tsa with --tsa-certificate",
        hint: "key-ceremony timestamp --help")
    }
    guard arguments.has(Option.json.name) else { return }
    screen.print(.object(["result": .string("done"), "lastHash": .string(last.hash.hex)]))
  }

  private func writeQuery(_ hash: Digest, _ out: String) throws(CeremonyError) {
    try DurableFile.create(out, TranscriptTimestamp.query(hash, nonce: try TimestampCommand.nonce()))
    screen.say("query over \(hash.hex) written to \(out)")
  }

  private static func nonce() throws(CeremonyError) -> [UInt8] {
    do { return try SecureRandom.bytes(16) } catch {
      throw CeremonyError(.token, "cannot draw a nonce: \(error)")
    }
  }

  private func ask(
    _ url: String, _ anchor: String, _ hash: Digest, beside transcript: String
  ) throws(CeremonyError) {
    // What stands against the result is found before anybody is asked.
    _ = try TranscriptTimestamp.anchors(try FilePath.read(anchor))
    for file in [TranscriptTimestamp.tokenFile, TranscriptTimestamp.anchorFile] {
      let path = "\(FilePath.folder(of: transcript))/\(file)"
      guard !FilePath.exists(path) else {
        throw CeremonyError(.store, "\(path) exists, and nothing is overwritten")
      }
    }
    let query = TranscriptTimestamp.query(hash, nonce: try TimestampCommand.nonce())
    screen.say("asking \(url) for a time-stamp over \(hash.hex)")
    try take(try TimestampAuthority(url).answer(to: query), "the answer of \(url)", anchor, hash, beside: transcript)
  }

  private func take(
    _ answer: [UInt8], _ name: String, _ anchor: String, _ hash: Digest, beside transcript: String
  ) throws(CeremonyError) {
    guard let token = TranscriptTimestamp.token(in: answer) else {
      throw CeremonyError(.refused, "\(name) holds no time-stamp: the authority refused, or it is another file")
    }
    let pem = try FilePath.read(anchor)
    let stamp: TimestampVerification
    do {
      stamp = try TimestampVerification(token: token, over: hash, anchors: try TranscriptTimestamp.anchors(pem))
    } catch let error as CeremonyError { throw error } catch {
      throw CeremonyError(.refused, "the time-stamp is not good over this transcript: \(error)")
    }
    let folder = FilePath.folder(of: transcript)
    try DurableFile.create("\(folder)/\(TranscriptTimestamp.tokenFile)", token)
    try DurableFile.create("\(folder)/\(TranscriptTimestamp.anchorFile)", pem)
    screen.say("time-stamped at \(stamp.time), serial number \(stamp.serialNumber)")
  }
}
