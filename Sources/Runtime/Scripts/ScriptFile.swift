import Scripting

/// Scripts and their modules on disk.
enum ScriptFile {
  /// Reads a script.
  ///
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is too large.
  static func read(_ path: String, on disk: any SessionDisk) throws(Stop) -> ScriptSource {
    ScriptSource(text: try bytes(of: path, on: disk), fileName: name(of: path))
  }

  /// The file's name without its folder.
  static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }

  private static func bytes(of path: String, on disk: any SessionDisk) throws(Stop) -> [UInt8] {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try disk.read(path, atMost: ScriptSource.sizeAtMost)
    } catch {
      throw Stop(
        .inputOutput, "\(path): cannot \(error.action.rawValue) the script: \(error.reason)")
    }
    guard bytes.count <= ScriptSource.sizeAtMost else {
      throw Stop(
        .badInput,
        "\(path): expected a script of at most \(ScriptSource.sizeAtMost) bytes, it is larger")
    }
    return bytes
  }

  /// The text of a module beside a script: `lib.levels` is `lib/levels.lua` in the script's folder.
  ///
  /// The name was checked by the host. Links are not followed out of the folder.
  static func module(_ name: String, beside path: String, on disk: any SessionDisk) -> ModuleText {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = folder + name.split(separator: ".").joined(separator: "/") + ".lua"
    guard disk.isPlainFile(file) else { return .missing("no plain file \(file)") }
    do throws(Stop) {
      return .text(try bytes(of: file, on: disk))
    } catch {
      return .missing(error.message)
    }
  }
}
