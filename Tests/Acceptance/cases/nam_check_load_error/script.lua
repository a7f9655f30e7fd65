strategy { name = "odd", simbols = { "SIM:X" } }
function on_tick(t) end
