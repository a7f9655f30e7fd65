import Glibc
import Reporting
import Scripting

/// `sauda new` and `sauda stubs`.
public enum NewScript {
  /// The editor's definitions.
  public static var stubs: String { EditorFiles.stubs }

  /// Writes a script from the template, and the editor's files, into the current folder.
  ///
  /// - Returns: The exit code: 64 for a wrong name, 74 when a file cannot be written or is there.
  public static func write(name: String) -> Int32 {
    guard StrategyName.isValid(name) else {
      StandardError.line("new: expected a name of a-z, 0-9, _ and -, at most 40, was \(name)")
      return ExitCode.usage.rawValue
    }
    do throws(Stop) {
      try create("\(name).lua", EditorFiles.template(name: name))
      // The editor's files serve all scripts of a folder: those that are there stay.
      if access(".luarc.json", F_OK) != 0 { try create(".luarc.json", EditorFiles.languageServerSettings) }
      if access("sauda.stub.lua", F_OK) != 0 { try create("sauda.stub.lua", EditorFiles.stubs) }
    } catch {
      StandardError.line(error.message)
      return error.code.rawValue
    }
    StandardOutput.line("\(name).lua written. Next: sauda check \(name).lua")
    return ExitCode.done.rawValue
  }

  private static func create(_ path: String, _ text: String) throws(Stop) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Stop(.inputOutput, "\(path): cannot be written: \(SystemErrorText.sentence(of: errno))")
    }
    defer { close(descriptor) }
    do throws(OutputError) {
      try FileSink(descriptor: descriptor, name: path).write(Array(text.utf8))
    } catch {
      throw Stop(.inputOutput, error.description)
    }
  }
}
