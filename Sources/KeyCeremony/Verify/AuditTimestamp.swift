internal import Cryptography
internal import Evidence
internal import Records
internal import X509

// A time-stamp over the end, where there is one.
extension Audit {
  mutating func examineTimestamp() {
    guard let token = files.timestamp, let last = lines.last?.record else { return }
    guard let pem = files.timestampAnchor, let anchors = try? TranscriptTimestamp.anchors(pem) else {
      return error("there is a time-stamp, and no certificate to verify it with", nil, "'--tsa-certificate FILE'")
    }
    let stamp: TimestampVerification
    do { stamp = try TimestampVerification(token: token, over: last.hash, anchors: anchors) } catch {
      return self.error("the time-stamp is not good, or not over the last record: \(error)", nil)
    }
    let tolerance = Int64(ClockWatch.tolerance)
    if stamp.time.adding(seconds: tolerance) < last.time {
      error(
        "the time-stamp is of \(stamp.time), and the last record says \(last.time)", last.sequence,
        "the machine's clock was ahead: its times are not proven")
    }
    let trusted = anchors.first.map { "\($0.tbsCertificate.subject)" } ?? "?"
    notice(
      "the transcript was there at \(stamp.time), by time-stamp \(stamp.serialNumber) of \(trusted)", last.sequence,
      files.timestampAnchorIsGiven
        ? nil : "that authority is the one of the bundle: name one that you trust with '--tsa-certificate'")
  }
}
