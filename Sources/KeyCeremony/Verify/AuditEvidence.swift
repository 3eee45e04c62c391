internal import Attestation
internal import Evidence
internal import Records

// What devices say of keys, appraised again from the very bytes that were on the table.
extension Audit {
  mutating func examineDeviceEvidence(_ traces: [StepTrace]) {
    for trace in traces where trace.isDone {
      guard let step = trace.step as? AppraiseKey, let (record, body, blobs) = trace.all(.witnessed).last else {
        continue
      }
      guard body["appraised"] == .bool(true) else {
        if rehearsal {
          notice("step \(step.id) appraised nothing: a rehearsal has no device for its key", record.sequence)
        } else {
          error("the device's evidence for the key of \(step.key) was not appraised", record.sequence)
        }
        continue
      }
      let maker = traces.first { $0.step.id == step.key }
      guard let generation = maker?.step as? GenerateKey, let key = body["spkiSHA256"]?.sha256,
        key.hex == maker?.all(.keyGenerated).last?.body["spkiSHA256"]?.text,
        let at = body["at"]?.text.flatMap({ Instant($0) }), let content = DeviceEvidenceContent(body, blobs)
      else {
        error("the evidence of step \(step.id) is not on record whole, or is about another key", record.sequence)
        continue
      }
      let appraisal = Result { () throws(AttestationError) in
        try content.appraisal(of: key, generation.protection, demo: script.demo, at: at)
      }
      let defects: [String] =
        switch appraisal {
        case .success(let appraisal): appraisal.defects
        case .failure(let error): ["\(error)"]
        }
      for defect in defects {
        error("the device's evidence for the key of \(step.key) proves nothing: \(defect)", record.sequence)
      }
      if (try? appraisal.get())?.attested?.json != body["claims"] {
        notice(
          "the evidence for the key of \(step.key) says otherwise than on record", record.sequence,
          "this build may know of other weaknesses: compare the claims")
      }
    }
  }
}
