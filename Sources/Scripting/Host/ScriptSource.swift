/// The text of a script and the name it goes by in messages.
package struct ScriptSource: Sendable {
  /// The most bytes a script or module may have.
  package static let sizeAtMost = 262_144

  /// The bytes of the file.
  package let text: [UInt8]
  /// The file's name without folder: `ema_cross.lua`.
  package let fileName: String

  /// A source; a byte order mark at its start is dropped.
  package init(text: [UInt8], fileName: String) {
    self.text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    self.fileName = fileName
  }
}
