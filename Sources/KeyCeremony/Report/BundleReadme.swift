internal import DER
internal import Evidence
internal import Records
internal import X509

/// How to verify a bundle without this tool: with a POSIX shell, its tools, sha256sum and OpenSSL 3.
struct BundleReadme {
  let report: CeremonyReport

  var text: String {
    """
    # Evidence of the ceremony "\(report.script.name)"

    \(report.verdict.nature == .ceremony
      ? "A key ceremony." : "A \(report.verdict.nature.rawValue). This was no ceremony; its keys must not be used.")
    `report.html` is for people, `transcript.jsonl` is what was recorded in the room, `script.yaml` what was to be done.
    `key-ceremony verify .` checks everything that stands here and more; the steps below need nothing of ours. Paste each
    block into a new `sh` in this folder: it ends with an error at the first thing that is wrong. Compare the last hash of the first step
    with a copy that was taken in the room: it is \(report.verdict.lastHash).

    ## 1. The transcript is one whole chain, and was held with this script

    Each line has the hash over a zero byte and the record, and each record names the hash before it.

    ```sh
    \(BundleReadme.chain)
    ```

    ## 2. The people's signatures are good, and over this transcript

    `.signed` is what was signed: the statement itself, or what an authenticator makes of it. Each statement names the
    hash of the record before it.

    ```sh
    \(BundleReadme.signatures)
    ```

    ## 3. The files are as they were written

    ```sh
    \(BundleReadme.files)
    ```

    ## 4. What was signed verifies

    \(objects)
    ## 5. A time-stamp, where there is one

    Put a certificate of the time-stamping authority that you trust in the place of `timestamp-ca.pem`.

    ```sh
    \(BundleReadme.timestamp)
    ```

    """
  }

  private static let chain = #"""
    set -e
    export LC_ALL=C
    previous=0000000000000000000000000000000000000000000000000000000000000000
    while IFS= read -r line; do
      record=$(printf '%s\n' "$line" | sed 's/^{"blobs":\[[^]]*\],"hash":"[0-9a-f]*","record"://; s/}$//')
      hash=$(printf '%s\n' "$line" | sed 's/^{"blobs":\[[^]]*\],"hash":"\([0-9a-f]*\)".*$/\1/')
      found=$({ printf '\000'; printf '%s' "$record"; } | sha256sum | cut -d ' ' -f 1)
      test "$found" = "$hash" || { echo "altered: $hash"; exit 1; }
      printf '%s\n' "$record" | grep -q "\"previous\":\"$previous\"" || { echo "not after $previous"; exit 1; }
      for blob in $(printf '%s\n' "$line" | sed 's/^{"blobs":\[\([^]]*\)\].*$/\1/' | tr -d '"' | tr ',' ' '); do
        digest=$(printf '%s' "$blob" | openssl base64 -d -A | sha256sum | cut -d ' ' -f 1)
        printf '%s\n' "$record" | grep -q "\"sha256\":\"$digest\"" || { echo "altered content: $digest"; exit 1; }
      done
      previous=$hash
    done < transcript.jsonl
    script=$(sha256sum < script.yaml | cut -d ' ' -f 1)
    head -n 1 transcript.jsonl | grep -q "\"script\":{\"sha256\":\"$script\"}" || { echo "another script"; exit 1; }
    echo "the last hash is $previous"
    """#

  private static let signatures = #"""
    set -e
    for signed in approvals/*.signed report-signatures/*.signed; do
      test -e "$signed" || continue
      name=${signed%.signed}
      case $(cat "$name.how") in
        rsa-pss-*) openssl dgst "-$(cut -d - -f 3 "$name.how")" -sigopt rsa_padding_mode:pss \
          -sigopt rsa_pss_saltlen:digest -verify "$name.pub.pem" -signature "$name.sig" "$signed" ;;
        ed25519) openssl pkeyutl -verify -pubin -inkey "$name.pub.pem" -rawin -in "$signed" -sigfile "$name.sig" ;;
        *-sha256) openssl dgst -sha256 -verify "$name.pub.pem" -signature "$name.sig" "$signed" ;;
        *-sha384) openssl dgst -sha384 -verify "$name.pub.pem" -signature "$name.sig" "$signed" ;;
        *-sha512) openssl dgst -sha512 -verify "$name.pub.pem" -signature "$name.sig" "$signed" ;;
        *) false ;;
      esac || { echo "not good: $name"; exit 1; }
      person=$(sed 's/.*"person":"\([a-z0-9-]*\)".*/\1/' "$name.statement")
      cmp "$name.pub.pem" "people/$person.pub.pem"
      case $name in approvals/*) grep -q "\"$(openssl base64 -A -in "$name.statement")\"" transcript.jsonl ;; esac
      before=$(sed 's/.*"transcript":"\([0-9a-f]*\)".*/\1/' "$name.statement")
      grep -q "\"hash\":\"$before\"" transcript.jsonl || { echo "another transcript: $name"; exit 1; }
      if test -e "$name.client"; then
        { cat "$name.authdata"; openssl dgst -sha256 -binary "$name.client"; } | cmp - "$signed"
        challenge=$(openssl dgst -sha256 -binary "$name.statement" | openssl base64 -A | tr '+/' '-_' | tr -d '=')
        grep -q "\"challenge\":\"$challenge\"" "$name.client"
      else
        cmp "$name.statement" "$signed"
      fi
    done
    for statement in report-signatures/*.statement; do
      test -e "$statement" || continue
      grep -q "\"report\":\"$(sha256sum < report.json | cut -d ' ' -f 1)\"" "$statement"
      grep -q "\"page\":\"$(sha256sum < report.html | cut -d ' ' -f 1)\"" "$statement"
    done
    """#

  private static let files = #"""
    set -e
    if test -s SHA256SUMS; then sha256sum -c SHA256SUMS; fi
    while read -r digest name; do
      grep -q "\"contentSHA256\":\"$digest\"" transcript.jsonl || { echo "of no step: $name"; exit 1; }
    done < SHA256SUMS
    """#

  private static let timestamp = #"""
    set -e
    if test -e timestamp.token; then
      last=$(tail -n 1 transcript.jsonl | sed 's/^{"blobs":\[[^]]*\],"hash":"\([0-9a-f]*\)".*$/\1/')
      openssl ts -verify -digest "$last" -in timestamp.token -token_in -partial_chain -CAfile timestamp-ca.pem
    fi
    """#

  /// One command for each signed object that was written to a file.
  private var objects: String {
    let issuers = Dictionary(CeremonyBundle.issuers(report).map { ($0.step, $0.issuer) }) { first, _ in first }
    var commands: [String] = []
    for trace in report.traces {
      guard let object = trace.all(.outcome).last?.blobs.first?.content else { continue }
      let written = trace.outputs.compactMap { $0.body["path"]?.text }.map(FilePath.name)
      for name in written { commands += command("outputs/\(name)", object, trace.step.id, issuers[trace.step.id]) }
    }
    guard !commands.isEmpty else { return "Nothing was signed that has a file.\n" }
    return "```sh\nset -e\n\(commands.joined(separator: "\n"))\n```\n"
  }

  private func command(_ file: String, _ object: [UInt8], _ step: String, _ issuer: Certificate?) -> [String] {
    let (path, parent) = (BundleReadme.quoted(file), BundleReadme.quoted("issuers/\(step).pem"))
    if (try? Certificate(der: object)) != nil {
      return issuer == nil
        ? ["openssl verify -no_check_time -check_ss_sig -CAfile \(path) \(path)"]
        : ["openssl verify -no_check_time -partial_chain -trusted \(parent) \(path)"]
    }
    if (try? CertificationRequest(der: object)) != nil { return ["openssl req -verify -noout -in \(path)"] }
    if (try? CertificateList(der: object)) != nil, issuer != nil {
      return ["openssl crl -noout -CAfile \(parent) -in \(path) 2>&1 | grep 'verify OK'"]
    }
    if (try? OCSPResponse(der: object)) != nil, issuer != nil {
      return ["openssl ocsp -respin \(path) -VAfile \(parent) -no_nonce 2>&1 | grep 'Response verify OK'"]
    }
    return []
  }

  /// For the shell, whatever a file is called.
  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}
