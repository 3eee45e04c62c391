import CommandLineTools
import Evidence
import Glibc

/// Measures the parts of a signing request alone, on files that `scripts/bench` left: no token, no socket.
@main
struct Main {
  static let tool = ToolDescription(
    name: "sealgate-bench", purpose: "Measures parts of the gateway; scripts/bench runs it.",
    verbs: [
      Verb(
        name: "parts", summary: "processor time of each part of a request",
        options: [
          Option("--run", "DIR", "the folder with the bench's tokens, certificates and requests"),
          Option("--milliseconds", "N", "how long to measure each part"),
        ],
        description: "Prints one JSON object: nanoseconds of processor time for each part.")
    ],
    exitCodes: "exit codes: 0 done, 2 usage or unreadable input")

  static func main() async {
    do {
      switch try tool.parse(Array(CommandLine.arguments.dropFirst())) {
      case .help(let text): Screen.standard.print(text)
      case .run(_, let arguments):
        guard let milliseconds = Int64(try arguments.required("--milliseconds")), milliseconds > 0 else {
          throw arguments.misuse("--milliseconds takes a number from 1 on")
        }
        let sample = try Sample(folder: try arguments.required("--run"))
        let parts = try await Parts(sample: sample, milliseconds: milliseconds).measure()
        Screen.standard.print(JSONValue.object(parts.mapValues { .integer($0) }))
      }
    } catch {
      Screen.standard.complain("sealgate-bench: \(error)")
      exit(2)
    }
  }
}
