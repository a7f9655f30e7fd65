import ArgumentParser
import Runtime

/// `sauda new`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a script from a template, and the editor's definitions beside it.",
    discussion: """
      Writes NAME.lua, .luarc.json and sauda.stub.lua into the current folder.

      Example:
        sauda new my_rule
      """)

  @Argument(help: "The strategy's name: a-z, 0-9, _ and -, at most 40.")
  var name: String

  func run() throws { throw ExitCode(NewScript.write(name: name)) }
}
