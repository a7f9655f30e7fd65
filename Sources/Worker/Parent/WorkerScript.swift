package import Market
package import Scripting

/// A script as its worker is given it: text, settings, and who answers for the rest.
package struct WorkerScript {
  /// The text and its name.
  package let source: ScriptSource
  /// Limits, seed and parameters; `memoryCap` is at most the product's 64 MiB.
  package let settings: ScriptSettings
  /// Gives the text of a module by its name; called in the engine's process.
  package let modules: (String) -> ModuleText
  /// Takes what the script says, with the time of the event; nil while it loads.
  package let sink: (ScriptOutput, EventTime?) -> Void

  /// A script.
  package init(
    source: ScriptSource, settings: ScriptSettings, modules: @escaping (String) -> ModuleText,
    sink: @escaping (ScriptOutput, EventTime?) -> Void
  ) {
    self.source = source
    self.settings = settings
    self.modules = modules
    self.sink = sink
  }
}
