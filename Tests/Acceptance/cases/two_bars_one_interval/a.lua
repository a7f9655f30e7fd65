strategy { name = "a", symbols = { "SIM:X" }, bars = { "5m", "1m" } }
local S = "SIM:X"
function on_bar(bar) log.info("bar %s", bar.interval) end
