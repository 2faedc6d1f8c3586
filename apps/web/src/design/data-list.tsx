import { Box, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './data-list.module.css';

export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The cell that names the row: first on a card, row header in the table. One column has it. */
  readonly names?: boolean;
  readonly align?: 'end';
  /** Left out of cards, where space is scarce. */
  readonly wideOnly?: boolean;
  /** Holds names or values that may be one long word: they break anywhere rather than make the table wide. */
  readonly breaks?: boolean;
  /** Short words that stay in one line where there is room. */
  readonly whole?: boolean;
  /** Whether the row has nothing to say here: a dash in the table, left out on a card. */
  readonly isEmpty?: (row: Row) => boolean;
  /** Holds buttons: on a card it stands below, without its header. */
  readonly acts?: boolean;
  readonly width?: string;
};

export type DataListProps<Row> = {
  /** What the list is, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
};

/** A table where there is room, cards where there is not (below 768 px). */
export function DataList<Row>(props: DataListProps<Row>): ReactNode {
  const wide = useMediaQuery('(min-width: 768px)', true, { getInitialValueInEffect: false });
  return wide ? <WideList {...props} /> : <CardList {...props} />;
}

function WideList<Row>({ label, columns, rows, rowKey }: DataListProps<Row>): ReactNode {
  return (
    <Box className={classes['frame']}>
      <Table aria-label={label} verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, align, width }) => (
              <Table.Th
                key={key}
                scope="col"
                className={classes['head']}
                data-align={align}
                {...(width === undefined ? {} : { w: width })}
              >
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map(({ key, cell, names, align, breaks, whole, isEmpty }) =>
                names === true ? (
                  <Table.Th key={key} scope="row" className={classes['name']}>
                    <div className={classes['long']}>{cell(row)}</div>
                  </Table.Th>
                ) : (
                  <Table.Td
                    key={key}
                    className={classes['cell']}
                    data-align={align}
                    data-breaks={breaks}
                    data-whole={whole}
                  >
                    {isEmpty?.(row) === true ? '–' : cell(row)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function CardList<Row>({ label, columns, rows, rowKey }: DataListProps<Row>): ReactNode {
  const names = columns.find((column) => column.names === true);
  const others = columns.filter((column) => column !== names && column.wideOnly !== true && column.acts !== true);
  const acts = columns.filter((column) => column.acts === true);
  return (
    <Stack component="ul" gap="xs" aria-label={label} className={classes['cards'] ?? ''}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes['card']}>
          {names !== undefined && <div className={classes['cardName']}>{names.cell(row)}</div>}
          <dl className={classes['facts']}>
            {others.map(
              ({ key, header, cell, isEmpty }) =>
                isEmpty?.(row) !== true && (
                  <div key={key} className={classes['fact']}>
                    <Text component="dt" size="xs" c="dimmed">
                      {header}
                    </Text>
                    <dd>{cell(row)}</dd>
                  </div>
                ),
            )}
          </dl>
          {acts.map((column) => {
            const buttons = column.cell(row);
            return buttons === null ? null : (
              <div key={column.key} className={classes['acts']}>
                {buttons}
              </div>
            );
          })}
        </li>
      ))}
    </Stack>
  );
}
