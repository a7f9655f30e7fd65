strategy { name = "b", symbols = { "SIM:X" }, bars = { "1m", "5m" } }
local S = "SIM:X"
function on_bar(bar) log.info("bar %s", bar.interval) end
