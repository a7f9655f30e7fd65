import Glibc
import Reporting
import Scripting

/// Scripts and their modules on disk.
enum ScriptFile {
  /// Reads a script.
  ///
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is too large.
  static func read(_ path: String) throws(Stop) -> ScriptSource {
    let bytes = try bytes(of: path)
    return ScriptSource(text: bytes, fileName: name(of: path))
  }

  /// The file's name without its folder.
  static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }

  private static func bytes(of path: String) throws(Stop) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Stop(
        .inputOutput, "\(path): cannot open the script: \(SystemErrorText.sentence(of: errno))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= ScriptSource.sizeAtMost {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Stop(
          .inputOutput, "\(path): cannot read the script: \(SystemErrorText.sentence(of: errno))")
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
    throw Stop(
      .badInput,
      "\(path): expected a script of at most \(ScriptSource.sizeAtMost) bytes, it is larger")
  }

  /// The text of a module beside a script: `lib.levels` is `lib/levels.lua` in the script's folder.
  ///
  /// The name was checked by the host. Links are not followed out of the folder.
  static func module(_ name: String, beside path: String) -> ModuleText {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = folder + name.split(separator: ".").joined(separator: "/") + ".lua"
    var status = stat()
    guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .missing("no plain file \(file)")
    }
    do throws(Stop) {
      return .text(try bytes(of: file))
    } catch {
      return .missing(error.message)
    }
  }
}
