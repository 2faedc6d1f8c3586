import { readFileSync } from 'node:fs';

/**
 * Loaded into a node before its own code (`--import`): its clock is off by as many milliseconds as the file named in
 * MOVABLE_CLOCK_FILE says. So an installation gets a past through its own doors, instead of dates written into its database.
 */
const file = process.env['MOVABLE_CLOCK_FILE'];
if (file === undefined) throw new Error('MOVABLE_CLOCK_FILE names no file.');
const trueNow = Date.now.bind(Date);
Date.now = () => trueNow() + Number(readFileSync(file, 'utf8'));
