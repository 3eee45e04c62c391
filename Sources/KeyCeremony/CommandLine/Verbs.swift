internal import CommandLineTools

extension Option {
  static let workdir = Option("--workdir", "DIR", "relative paths begin here, not at the folder of SCRIPT")
}

extension Verb {
  static let all = [
    check, print, rehearse, run, resume, status, verify, reportSign, report, bundle, timestamp, inventory, tokenInit,
    peopleMakeKey,
    peopleEnrolFIDO2,
  ]

  static let check = Verb(
    name: "check", summary: "say what is wrong with a script, without a token",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--plan", nil, "print what each step would do"),
      .json,
    ],
    description: """
      Reads a ceremony script and checks all that can be known without a token: its
      members, the certificate profiles against the gates for CA certificates, the
      issuer's certificate, the PIN file's mode, and that no output exists yet.
      """)

  static let run = Verb(
    name: "run", summary: "carry a script out",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--transcript", "FILE", "write the transcript here (created, never overwritten)"),
      .answers,
      .json,
    ],
    description: """
      Does what 'check' does, opens the token, checks the script against what is on
      it, and only then makes the first key. Every step is written to the transcript
      before the token is asked and after it has answered. The transcript is
      <script>-<UTC time>.transcript.jsonl in the work folder unless you name it.

      A PIN comes from the file that the script names (mode 0600) or from the
      terminal. One of a file is tried once; who types it has three tries, and never
      takes the last one that the token has: the ceremony ends before that.

      A script with people, or with steps that ask, is carried out at a terminal of
      at least 80 columns and 24 rows: a page for each step, Enter to go on, d for a
      deviation, s or Ctrl-C to stop. 'resume' carries on.
      """)

  static let tokenInit = Verb(
    name: "token init", summary: "initialise a token and its user PIN",
    operands: [],
    options: [
      Option("--module", "PATH", "the PKCS#11 module, an absolute path"),
      Option("--label", "NAME", "the token's label; refused where a token has it already"),
      Option("--so-pin-file", "FILE", "the security officer's PIN, mode 0600"),
      Option("--pin-file", "FILE", "the user's PIN, mode 0600"),
      Option("--slot", "ID", "the slot (default: the first that is not initialised)"),
      Option("--generate-pins", nil, "make both PINs at random, into files that do not exist yet"),
      .json,
    ],
    description: """
      Initialises a token through C_InitToken and sets its user PIN through C_InitPIN.
      A token that is initialised already is never touched: this erases nothing.
      Without PIN files the PINs are asked for at the terminal, twice each.
      """)
}
