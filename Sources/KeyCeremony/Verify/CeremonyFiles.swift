internal import Evidence

/// The files that a ceremony left, as bytes: verifying them reads nothing else.
struct CeremonyFiles: Sendable {
  var script: [UInt8]
  var transcript: [UInt8]
  /// Files by name, without folders; nil where none were handed over.
  var outputs: [String: [UInt8]]?
  /// Whether every file in `outputs` has to be one of the ceremony's, as in a bundle.
  var outputsAreAll = false
  /// All files of a bundle by their paths in it; nil where there is none.
  var bundle: [String: [UInt8]]?
  /// Transcripts of ceremonies before this one, which tell where keys, backups and shares come from.
  var earlier: [[UInt8]] = []
  /// A time-stamp over the last record, DER, and the certificate in PEM that it is verified with.
  var timestamp: [UInt8]?
  var timestampAnchor: [UInt8]?
  /// The certificate is one that whoever verifies trusts, and not the bundle's own.
  var timestampAnchorIsGiven = false
}

extension CeremonyFiles {
  /// Reads a bundle's folder.
  init(bundle: String) throws(CeremonyError) {
    self.init(
      script: try FilePath.read("\(bundle)/script.yaml"),
      transcript: try FilePath.read("\(bundle)/transcript.jsonl", limit: Transcript.longest),
      outputs: try Folder.files("\(bundle)/\(CeremonyBundle.outputs)"), outputsAreAll: true)
    var all = try Folder.files(bundle)
    for folder in CeremonyBundle.folders where FilePath.exists("\(bundle)/\(folder)") {
      for (name, content) in try Folder.files("\(bundle)/\(folder)") { all["\(folder)/\(name)"] = content }
    }
    self.bundle = all
    timestamp = all[TranscriptTimestamp.tokenFile]
    timestampAnchor = all[TranscriptTimestamp.anchorFile]
  }
}
