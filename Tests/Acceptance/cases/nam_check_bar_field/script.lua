strategy { name = "odd", symbols = { "SIM:X" }, bars = { "1m" } }
function on_bar(bar)
  local x = bar.clsoe
end
