import ArgumentParser
import Runtime

/// `sauda check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Load a script in the sandbox without running it.",
    discussion: """
      Says what the script declares, or why it would be refused.

      Example:
        sauda check examples/ema_cross.lua

      Exit codes: 0 it loads, 1 it loads but a legality rule says no, 65 refused, 74 I/O error.
      """)

  @Argument(help: "Lua files.")
  var scripts: [String]

  @Option(help: "A parameter: name=value, or NAME.name=value for one script.")
  var param: [String] = []

  @OptionGroup var instruments: InstrumentArguments

  func run() throws {
    var terms = TermsRequest()
    terms.scripts = scripts
    terms.parameters = param
    instruments.apply(to: &terms)
    throw ExitCode(ScriptCheck.run(terms))
  }
}
